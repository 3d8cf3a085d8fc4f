/** The description of the REST interface: what the container's scan leaves out is filled in. */
package io.gridbourse.web.describe;
