/**
 * The verifier of the side record. It shares nothing with the code that writes the record but the
 * hash, so that a fault there does not excuse itself here.
 */
@NullMarked
package io.gridbourse.domain.proof.verify;

import org.jspecify.annotations.NullMarked;
