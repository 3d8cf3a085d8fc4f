/** The border of the server: REST, the worker protocol, server-sent events and the console. */
package io.gridbourse.web;
