/** Trials about accepted results: their life, and the numbers that the ledger's court goes by. */
@NullMarked
package io.gridbourse.domain.proof.court;

import org.jspecify.annotations.NullMarked;
