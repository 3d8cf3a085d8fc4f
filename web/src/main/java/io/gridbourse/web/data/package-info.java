/** Contents by their hash. */
package io.gridbourse.web.data;
