/**
 * What happens, told as it happens: server-sent events, and polling for those who cannot stream.
 */
package io.gridbourse.web.event;
