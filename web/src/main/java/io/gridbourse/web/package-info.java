/** Module web. */
package io.gridbourse.web;
