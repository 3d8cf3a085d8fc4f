/** Who asks: tokens, sessions, roles; and requests that may be repeated. */
package io.gridbourse.web.identity;
