/** Talking to a server: who and where it is, requests that may be repeated, events. */
package io.gridbourse.cli.client;
