/** Data with attributes, and which hosts should hold them. */
@NullMarked
package io.gridbourse.domain.data;

import org.jspecify.annotations.NullMarked;
