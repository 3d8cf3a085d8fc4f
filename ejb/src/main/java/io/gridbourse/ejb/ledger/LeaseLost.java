package io.gridbourse.ejb.ledger;

/** Another node has the lease now; what was to be written is not. */
public final class LeaseLost extends IllegalStateException {
  LeaseLost(Lease lease) {
    super("the lease " + lease.name() + " with token " + lease.token() + " has changed hands");
  }
}
