/** Values that every area shares: hex text, digests, addresses. They depend on nothing. */
@NullMarked
package io.gridbourse.domain.value;

import org.jspecify.annotations.NullMarked;
