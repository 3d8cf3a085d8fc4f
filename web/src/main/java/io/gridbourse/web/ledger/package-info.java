/** Accounts on the ledger. */
package io.gridbourse.web.ledger;
