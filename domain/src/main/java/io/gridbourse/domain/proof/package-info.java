/** How a result becomes certain: checks, votes, certificates. */
@NullMarked
package io.gridbourse.domain.proof;

import org.jspecify.annotations.NullMarked;
