package io.gridbourse.ejb.market.insurance;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.contracts.InsuranceEvent;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.ejb.ledger.LedgerEvent;
import io.gridbourse.ejb.ledger.LedgerEventHandler;
import io.gridbourse.ejb.market.LedgerTasks;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps what the ledger reports of insurance: a row comes with its event and goes with it. Of final
 * events it notes which partitions of insured deals are decided.
 */
@ApplicationScoped
public class InsuranceJournal implements LedgerEventHandler {
  private Sql sql;
  private LedgerTasks tasks;

  protected InsuranceJournal() {}

  /** The journal in this database. */
  @Inject
  public InsuranceJournal(DataSource database) {
    this.sql = new Sql(database);
    this.tasks = new LedgerTasks(database);
  }

  @Override
  public void seen(LedgerEvent event) {
    event.as(InsuranceEvent.PolicyBought.class).ifPresent(bought -> add(event, bought));
    event.as(InsuranceEvent.PartitionAssessed.class).ifPresent(found -> add(event, found));
    event
        .as(InsuranceEvent.CapitalInvested.class)
        .ifPresent(
            in ->
                addMove(
                    event,
                    List.of("INVESTED", in.insurer(), in.sender(), in.amount(), in.shares())));
    event
        .as(InsuranceEvent.CapitalWithdrawn.class)
        .ifPresent(
            out ->
                addMove(
                    event,
                    List.of(
                        "WITHDRAWN", out.insurer(), out.receiver(), out.amount(), out.shares())));
    event
        .as(HubEvent.ResultCorrected.class)
        .ifPresent(
            corrected ->
                sql.update(
                    "insert into overturned_task (event_id, deal, partition, idx) values"
                        + " (?, ?, ?, ?) on conflict do nothing",
                    event.id(),
                    corrected.dealId(),
                    corrected.partition(),
                    corrected.idx()));
  }

  private void add(LedgerEvent event, InsuranceEvent.PolicyBought bought) {
    sql.update(
        "insert into insurance_policy (event_id, deal, insured, premium, cover_per_task, tasks,"
            + " deadline, bought_at, tx_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict do nothing",
        event.id(),
        bought.dealId(),
        bought.insured(),
        bought.premium(),
        bought.coverPerTask(),
        bought.tasks(),
        Instant.ofEpochSecond(bought.deadline()),
        event.at(),
        event.transaction().hex());
  }

  private void add(LedgerEvent event, InsuranceEvent.PartitionAssessed found) {
    sql.update(
        "insert into insurance_assessment (event_id, deal, partition, failed, late, overturned,"
            + " paid, assessed_at, tx_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict do nothing",
        event.id(),
        found.dealId(),
        found.partition(),
        found.failed(),
        found.late(),
        found.overturned(),
        found.paid(),
        event.at(),
        event.transaction().hex());
  }

  private void addMove(LedgerEvent event, List<Object> move) {
    sql.update(
        "insert into insurance_capital_move (event_id, kind, insurer, party, amount, shares,"
            + " moved_at, tx_hash) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        event.id(),
        move.get(0),
        move.get(1),
        move.get(2),
        move.get(3),
        move.get(4),
        event.at(),
        event.transaction().hex());
  }

  @Override
  public void undone(LedgerEvent event, boolean wasFinal) {
    tableOf(event)
        .ifPresent(table -> sql.update("delete from " + table + " where event_id = ?", event.id()));
  }

  @Override
  public void finalised(LedgerEvent event) {
    tableOf(event)
        .filter(table -> !table.equals("overturned_task"))
        .ifPresent(
            table ->
                sql.update("update " + table + " set final = true where event_id = ?", event.id()));
    event
        .as(HubEvent.PartitionSettled.class)
        .ifPresent(
            settled ->
                decided(
                    event,
                    new DealId(settled.dealId()),
                    settled.partition(),
                    settled.certifiedTasks() + settled.failedTasks()));
    event
        .as(HubEvent.PartitionClaimed.class)
        .ifPresent(
            claimed ->
                decided(event, new DealId(claimed.dealId()), claimed.partition(), claimed.tasks()));
    event
        .as(HubEvent.TaskFinalized.class)
        .ifPresent(paid -> taskDecided(event, new TaskId(paid.taskId())));
    event
        .as(HubEvent.TaskClaimed.class)
        .ifPresent(refunded -> taskDecided(event, new TaskId(refunded.taskId())));
  }

  private void taskDecided(LedgerEvent event, TaskId task) {
    tasks.find(task).ifPresent(located -> decided(event, located.deal(), 0, 0));
  }

  /** A deal that is settled task by task is one partition, which holds all its tasks. */
  private void decided(LedgerEvent event, DealId deal, long partition, long counted) {
    sql.update(
        "insert into insurance_decided (deal, partition, tasks, event_id)"
            + " select p.deal, ?, case when exists (select 1 from ledger_task t where t.deal ="
            + " p.deal) then p.tasks else ? end, ? from insurance_policy p where p.deal = ?"
            + " on conflict (deal, partition) do update set tasks = excluded.tasks,"
            + " event_id = excluded.event_id, open = true",
        partition,
        counted,
        event.id(),
        deal.hex());
  }

  private static Optional<String> tableOf(LedgerEvent event) {
    Object known = event.decoded().orElse("");
    if (known instanceof InsuranceEvent.PolicyBought) {
      return Optional.of("insurance_policy");
    }
    if (known instanceof InsuranceEvent.PartitionAssessed) {
      return Optional.of("insurance_assessment");
    }
    if (known instanceof InsuranceEvent.CapitalInvested
        || known instanceof InsuranceEvent.CapitalWithdrawn) {
      return Optional.of("insurance_capital_move");
    }
    return known instanceof HubEvent.ResultCorrected
        ? Optional.of("overturned_task")
        : Optional.empty();
  }
}
