/** What the ledger knows: amounts, deals' ids, commitments, settlements. */
@NullMarked
package io.gridbourse.domain.ledger;

import org.jspecify.annotations.NullMarked;
