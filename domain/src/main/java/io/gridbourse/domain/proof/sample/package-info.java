/** Partial checks: results as units, a sample of which is computed again and compared. */
@NullMarked
package io.gridbourse.domain.proof.sample;

import org.jspecify.annotations.NullMarked;
