/** The side record in the database: entries, their order, anchors on the ledger, and the audit. */
package io.gridbourse.ejb.proof.record;
