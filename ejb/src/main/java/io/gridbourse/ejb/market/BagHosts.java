package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.QuotedHosts;

/** Port: which hosts could run a bag that is not there yet. */
@FunctionalInterface
public interface BagHosts {
  /**
   * Counts the workers online that could run it, and what keeps the others from it.
   *
   * @param price of the pool for one task
   */
  QuotedHosts count(BagSpec spec, App app, Address requester, NanoRlc price);
}
