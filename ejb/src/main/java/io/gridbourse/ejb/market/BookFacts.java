package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.MatchRules;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Entries;
import java.util.HashMap;
import java.util.Map;

/**
 * The facts behind the orders of our own book: they were checked when they came in. Groups are
 * asked of the ledger, each member once; one of these serves one use case.
 */
final class BookFacts implements MatchRules.Facts {
  private final Entries entries;
  private final Map<String, Boolean> members = new HashMap<>();

  BookFacts(Entries entries) {
    this.entries = entries;
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

  /** The engine counts volumes by the offers that it is given. */
  @Override
  public long consumed(Signed<? extends Order> order) {
    return 0;
  }

  @Override
  public boolean isMember(Address restriction, Address account) {
    return members.computeIfAbsent(
        restriction.hex() + account.hex(), key -> entries.isMember(restriction, account));
  }
}
