package io.gridbourse.ejb.market;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.ledger.Lease;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.MarketSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Claims the price of what nobody settled before its deal's final deadline back, for requesters
 * whose keys this server keeps: pools may be gone, or run by nobody. What can be claimed is the
 * ledger's word. A deal is looked at until nothing of it is left.
 */
@ApplicationScoped
public class ClaimOverdue {
  private static final String LEASE = "claim-overdue";
  private static final int DEALS_PER_ROUND = 20;
  private static final Logger LOG = Logger.getLogger(ClaimOverdue.class.getName());

  private static final String OVER =
      " nothing_left_at is null and d.lost_at is null and d.started_at + case d.category"
          + Arrays.stream(Category.values())
              .map(
                  each ->
                      " when " + each.number() + " then " + each.untilFinalDeadline().toSeconds())
              .collect(Collectors.joining())
          + " end * interval '1 second' < (select b.happened_at from chain_cursor c"
          + " join chain_block b on b.hash = c.hash)";
  private static final String ALL_SETTLED =
      " d.bot_size <= (select coalesce(sum(p.certified + p.failed), 0) from deal_partition p"
          + " where p.deal = d.id)";

  private Sql sql;
  private Chain chain;
  private Keys keys;
  private Outbox outbox;
  private NodeLeases leases;
  private Address hub;
  private boolean isOn;
  private Clock clock;

  protected ClaimOverdue() {}

  /** The use case with all that it needs. */
  @Inject
  public ClaimOverdue(
      DataSource database,
      Chain chain,
      Keys keys,
      NodeLeases leases,
      ChainSettings settings,
      MarketSettings market,
      Clock clock) {
    this.sql = new Sql(database);
    this.chain = chain;
    this.keys = keys;
    this.outbox = new Outbox(database, clock);
    this.leases = leases;
    this.hub = settings.contracts().hub();
    this.isOn = market.claimOverdue();
    this.clock = clock;
  }

  private record Overdue(DealId id, Address requester, long tasks) {}

  /** What the ledger says of a deal's partitions. */
  private record Left(List<Long> claimable, boolean isAll) {}

  /** One look at deals whose final deadline has passed; true if something was claimed. */
  public boolean round() {
    Optional<Lease> lease = isOn ? leases.hold(LEASE) : Optional.empty();
    if (lease.isEmpty()) {
      return false;
    }
    sql.update(
        "update deal d set nothing_left_at = ? where" + OVER + " and" + ALL_SETTLED,
        clock.instant());
    boolean claimed = false;
    for (Overdue deal : overdue()) {
      String key = keys.nameOf(deal.requester).orElseThrow();
      Left left = left(deal, key);
      claimed |= leases.call(lease.get(), () -> claim(deal, key, left));
    }
    return claimed;
  }

  private List<Overdue> overdue() {
    String ours =
        keys.names().stream()
            .map(keys::addressOf)
            .map(Address::hex)
            .collect(Collectors.joining(","));
    return sql.list(
        "select d.id, d.requester, d.bot_size from deal d where"
            + OVER
            + " and d.requester = any(string_to_array(?, ',')) order by d.started_at, d.id limit ?",
        row ->
            new Overdue(
                new DealId(row.getString("id")),
                new Address(row.getString("requester")),
                row.getLong("bot_size")),
        ours,
        DEALS_PER_ROUND);
  }

  /** Asks of one partition after the other: how many there are, the ledger knows. */
  private Left left(Overdue deal, String key) {
    List<Long> claimable = new ArrayList<>();
    for (long number = 0; number < deal.tasks; number++) {
      Chain.Simulation simulation =
          chain.simulate(keys.addressOf(key), hub, HubCalls.claimPartition(deal.id.hex(), number));
      String code = simulation instanceof Chain.Simulation.Reverted reverted ? reverted.code() : "";
      if (simulation instanceof Chain.Simulation.Passed) {
        claimable.add(number);
      } else if (code.equals("PartitionOutOfRange")) {
        return new Left(claimable, true);
      } else if (!code.equals("PartitionClosed")) {
        return new Left(claimable, false);
      }
    }
    return new Left(claimable, true);
  }

  private boolean claim(Overdue deal, String key, Left left) {
    boolean planned = false;
    for (long number : left.claimable) {
      String intent = "claim:" + deal.id.hex() + ":" + number;
      if (outbox.plan(intent, key, hub, HubCalls.claimPartition(deal.id.hex(), number))) {
        LOG.info(() -> "nobody settled it in time, its price is claimed back intent=" + intent);
        planned = true;
      }
    }
    if (left.claimable.isEmpty() && left.isAll) {
      sql.update(
          "update deal set nothing_left_at = ? where id = ?", clock.instant(), deal.id.hex());
    }
    return planned;
  }
}
