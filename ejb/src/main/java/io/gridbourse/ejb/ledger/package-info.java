/** The server's side of the ledger: what it sends, what it reads, and the books it keeps. */
package io.gridbourse.ejb.ledger;
