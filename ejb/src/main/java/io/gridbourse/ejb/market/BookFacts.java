package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.MatchRules;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Hub;

/**
 * The facts behind the orders of our own book: they are signed by us and for registered entries;
 * what they have left the hub knows. Groups are asked by the ledger alone.
 */
final class BookFacts implements MatchRules.Facts {
  private final Hub hub;

  BookFacts(Hub hub) {
    this.hub = hub;
  }

  @Override
  public boolean categoryExists(long category) {
    return category >= 0 && category < Category.values().length;
  }

  @Override
  public boolean isRegistered(Address entry) {
    return !entry.isZero();
  }

  @Override
  public boolean isSignedByOwner(Signed<? extends Order> order) {
    return true;
  }

  /** A request is new, or waits for its first match. */
  @Override
  public long consumed(Signed<? extends Order> order) {
    boolean offer = order.order() instanceof AppOrder || order.order() instanceof PoolOrder;
    return offer ? hub.consumed(order.hash()) : 0;
  }

  @Override
  public boolean isMember(Address restriction, Address account) {
    return false;
  }
}
