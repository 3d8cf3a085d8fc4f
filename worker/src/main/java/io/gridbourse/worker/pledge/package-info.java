/** The worker's stake on the ledger. */
package io.gridbourse.worker.pledge;
