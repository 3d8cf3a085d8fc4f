package io.gridbourse.ejb.market.insurance;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.InsuranceCalls;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.ledger.Lease;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Has insured partitions assessed once the ledger has decided them, and those refunded that nobody
 * settled until the deal's final deadline. What is due is the contract's word: here it is only
 * asked whether it would assess. Each decision is looked at once, and sent under one intent.
 */
@ApplicationScoped
public class AssessPolicies {
  /** Anybody may; the installation's operator pays for the transaction. */
  private static final String KEY = "operator";

  private static final int PER_ROUND = 100;
  private static final List<String> NOT_NOW =
      List.of("NotDecidedYet", "AssessedBefore", "PolicyUnknown");

  /** Seconds from a deal's start to its final deadline, by category. */
  private static final String CATEGORIES =
      Arrays.stream(Category.values())
          .map(each -> " when " + each.number() + " then " + each.untilFinalDeadline().toSeconds())
          .collect(Collectors.joining());

  private Sql sql;
  private Chain chain;
  private Keys keys;
  private Outbox outbox;
  private NodeLeases leases;
  private Address hub;
  private Optional<Address> insurance;

  protected AssessPolicies() {}

  /** The use case with all that it needs. */
  @Inject
  public AssessPolicies(
      DataSource database,
      Chain chain,
      Keys keys,
      NodeLeases leases,
      ChainSettings settings,
      InsuranceSettings insuranceSettings,
      Clock clock) {
    this.sql = new Sql(database);
    this.chain = chain;
    this.keys = keys;
    this.outbox = new Outbox(database, clock);
    this.leases = leases;
    this.hub = settings.contracts().hub();
    this.insurance = insuranceSettings.contract();
  }

  /** A partition that the ledger has decided, as an event said. */
  private record Decided(String deal, long partition, long eventId) {}

  /** Plans what can be assessed or refunded; true if there was anything. */
  public boolean assess() {
    Optional<Lease> lease = leases.hold(CarryOutWishes.LEASE);
    if (lease.isEmpty() || insurance.isEmpty()) {
      return false;
    }
    List<Decided> decided =
        sql.list(
            "select deal, partition, event_id from insurance_decided where open order by event_id"
                + " limit ?",
            row -> new Decided(row.getString(1), row.getLong(2), row.getLong(3)),
            PER_ROUND);
    boolean moved = false;
    for (Decided each : decided) {
      moved |= leases.call(lease.get(), () -> assess(each));
    }
    for (Overdue each : overdue()) {
      moved |= leases.call(lease.get(), () -> claim(each));
    }
    return moved;
  }

  /** The event is part of the intent: after a reorganisation the decision is another one. */
  private boolean assess(Decided decided) {
    Address contract = insurance.orElseThrow();
    String calldata = InsuranceCalls.assess(decided.deal, decided.partition);
    Chain.Simulation simulation = chain.simulate(keys.addressOf(KEY), contract, calldata);
    boolean passes = simulation instanceof Chain.Simulation.Passed;
    boolean never =
        simulation instanceof Chain.Simulation.Reverted reverted
            && NOT_NOW.contains(reverted.code());
    if (!passes && !never) {
      return false;
    }
    if (passes) {
      outbox.plan(
          "assess:" + decided.deal + ":" + decided.partition + ":" + decided.eventId,
          KEY,
          contract,
          calldata);
    }
    // A later event of the same partition has changed the row, which then stays open.
    sql.update(
        "update insurance_decided set open = false where deal = ? and partition = ? and event_id"
            + " = ?",
        decided.deal,
        decided.partition,
        decided.eventId);
    return true;
  }

  // ---- refunds ----

  /** A part of an insured deal that nobody settled in time. */
  private record Overdue(String deal, long partition) {}

  /** The chain's clock decides: its newest block that was read. */
  private List<Overdue> overdue() {
    Optional<Instant> now =
        sql.first(
            "select max(b.happened_at) as head from chain_block b join chain_cursor c"
                + " on c.hash = b.hash",
            row -> Sql.instant(row, "head").orElse(Instant.EPOCH));
    return sql.list(
        "select d.id, n.number from insurance_policy p join deal d on d.id = p.deal"
            + " cross join lateral generate_series(0, case when exists (select 1 from"
            + " deal_partition s where s.deal = d.id) and not exists (select 1 from ledger_task t"
            + " where t.deal = d.id) then (select count(*) - 1 from bag_partition b where b.bag ="
            + " d.bag) else 0 end) as n (number)"
            + " where p.final and d.lost_at is null and d.started_at + case d.category"
            + CATEGORIES
            + " end * interval '1 second' < ? and not exists (select 1 from insurance_assessment a"
            + " where a.deal = d.id and a.partition = n.number) and not exists (select 1 from"
            + " outbox_tx o where o.intent = 'claim:' || d.id || ':' || n.number)"
            + " order by d.started_at limit ?",
        row -> new Overdue(row.getString(1), row.getLong(2)),
        now.orElse(Instant.EPOCH),
        PER_ROUND);
  }

  private boolean claim(Overdue overdue) {
    String calldata = HubCalls.claimPartition(overdue.deal, overdue.partition);
    boolean passes =
        chain.simulate(keys.addressOf(KEY), hub, calldata) instanceof Chain.Simulation.Passed;
    return passes
        && outbox.plan("claim:" + overdue.deal + ":" + overdue.partition, KEY, hub, calldata);
  }
}
