package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Keeps the book honest: orders whose time is over leave it, and orders whose owner cannot keep its
 * word, for want of stake, money or the entry itself, are set aside until it can. A part of the
 * book is looked at in each round, what was looked at longest ago first.
 */
@ApplicationScoped
public class SweepBook {
  private static final int PER_ROUND = 50;
  private static final long POOL_STAKE_PERCENT = 30;
  private Sql sql;
  private Atomically atomically;
  private Entries entries;
  private Hub hub;
  private Clock clock;

  protected SweepBook() {}

  /** The sweep of this database's book. */
  @Inject
  public SweepBook(
      DataSource database, Atomically atomically, Entries entries, Hub hub, Clock clock) {
    this.sql = new Sql(database);
    this.atomically = atomically;
    this.entries = entries;
    this.hub = hub;
    this.clock = clock;
  }

  /** One round; true if the state of any order changed. */
  public boolean sweep() {
    boolean changed = atomically.call(this::expire) > 0;
    Round round = new Round();
    for (Checked order : oldest()) {
      Optional<String> reason = round.reason(order);
      changed |= atomically.call(() -> note(order, reason));
    }
    return changed;
  }

  private int expire() {
    return sql.update(
        "update market_order set expired = true where expires <= ? and not expired",
        clock.instant());
  }

  private List<Checked> oldest() {
    return sql.list(
        "select o.hash, o.kind, o.entry, o.owner, o.price, o.dead_reason, coalesce((select"
            + " min(a.price) from market_order a where a.kind = 'APP' and a.entry = o.entry and"
            + " a.status = 'OPEN'), 0) + coalesce((select min(p.price) from market_order p where"
            + " p.kind = 'POOL' and p.category = o.category and p.status = 'OPEN'), 0) as least"
            + " from market_order o where o.listed and o.status in ('OPEN', 'DEAD')"
            + " order by o.checked_at nulls first limit ?",
        row ->
            new Checked(
                row.getString("hash"),
                OrderKind.valueOf(row.getString("kind")),
                new Address(row.getString("entry")),
                new Address(row.getString("owner")),
                new NanoRlc(Sql.integer(row, "price")),
                new NanoRlc(Sql.integer(row, "least")),
                Optional.ofNullable(row.getString("dead_reason"))),
        PER_ROUND);
  }

  private boolean note(Checked order, Optional<String> reason) {
    sql.update(
        "update market_order set dead_reason = ?, checked_at = ? where hash = ?",
        reason,
        clock.instant(),
        order.hash);
    return !reason.equals(order.before);
  }

  /**
   * An order that is looked at.
   *
   * @param least what one task of a request costs at least by the open offers
   */
  private record Checked(
      String hash,
      OrderKind kind,
      Address entry,
      Address owner,
      NanoRlc price,
      NanoRlc least,
      Optional<String> before) {}

  /** What the ledger said in this round, asked once for each account and entry. */
  private final class Round {
    private final Map<Address, NanoRlc> free = new HashMap<>();
    private final Map<Address, Optional<Address>> owners = new HashMap<>();

    Optional<String> reason(Checked order) {
      return switch (order.kind) {
        case APP, DATASET -> sold(order);
        case POOL ->
            sold(order)
                .or(() -> lacks(order, order.price.percentFloor(POOL_STAKE_PERCENT), "stake"));
        case REQUEST -> lacks(order, order.least, "pay");
      };
    }

    private Optional<String> sold(Checked order) {
      Optional<Address> owner =
          owners.computeIfAbsent(order.entry, entry -> entries.owner(order.kind, entry));
      // An entry that is on its way to the registry has no owner yet, and its offer waits for it.
      return owner.isEmpty() || owner.get().equals(order.owner)
          ? Optional.empty()
          : Optional.of("the " + OrderPaths.member(order.kind) + " has another owner now");
    }

    private Optional<String> lacks(Checked order, NanoRlc needed, String use) {
      NanoRlc has =
          free.computeIfAbsent(
              order.owner, owner -> hub.balance(owner, OptionalLong.empty()).free());
      return has.compareTo(needed) >= 0
          ? Optional.empty()
          : Optional.of(
              "its owner has " + has + " free and needs " + needed + " to " + use + " one task");
    }
  }
}
