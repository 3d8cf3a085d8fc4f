package io.gridbourse.ejb.proof.court;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.ledger.LedgerEvent;
import io.gridbourse.ejb.ledger.LedgerEventHandler;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/**
 * Keeps what the ledger says of acceptances, trials and the roll, a row for each event. What a
 * reorganisation takes away goes with its rows.
 */
@ApplicationScoped
public class FollowCourt implements LedgerEventHandler {
  private static final List<String> TABLES =
      List.of("acceptance", "trial_event", "correction", "juror_roll");
  private Sql sql;

  protected FollowCourt() {}

  /** Into this database. */
  @Inject
  public FollowCourt(DataSource database) {
    this.sql = new Sql(database);
  }

  @Override
  public void seen(LedgerEvent event) {
    event.as(HubEvent.PartitionAccepted.class).ifPresent(accepted -> accepted(event, accepted));
    event.as(HubEvent.ResultCorrected.class).ifPresent(corrected -> corrected(event, corrected));
    event
        .as(HubEvent.JurorEnlisted.class)
        .ifPresent(enlisted -> roll(event, enlisted.worker(), enlisted.owner()));
    event.as(HubEvent.JurorStruck.class).ifPresent(struck -> roll(event, struck.worker(), null));
    trial(event);
  }

  @Override
  public void undone(LedgerEvent event, boolean wasFinal) {
    if (isOurs(event)) {
      TABLES.forEach(
          table -> sql.update("delete from " + table + " where event_id = ?", event.id()));
    }
  }

  @Override
  public void finalised(LedgerEvent event) {
    event
        .as(HubEvent.PartitionAccepted.class)
        .ifPresent(
            accepted ->
                sql.update("update acceptance set is_final = true where event_id = ?", event.id()));
  }

  private static boolean isOurs(LedgerEvent event) {
    return event
        .decoded()
        .filter(
            kind ->
                kind instanceof HubEvent.PartitionAccepted
                    || kind instanceof HubEvent.ResultCorrected
                    || kind instanceof HubEvent.JurorEnlisted
                    || kind instanceof HubEvent.JurorStruck
                    || TrialRow.of(event).isPresent())
        .isPresent();
  }

  private void accepted(LedgerEvent event, HubEvent.PartitionAccepted accepted) {
    sql.update(
        "insert into acceptance (event_id, deal, partition, results_root, certified, failed,"
            + " window_end, accepted_at, tx_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict do nothing",
        event.id(),
        accepted.dealId(),
        accepted.partition(),
        accepted.resultsRoot(),
        accepted.certifiedTasks(),
        accepted.failedTasks(),
        Instant.ofEpochSecond(accepted.windowEnd()),
        event.at(),
        event.transaction().hex());
  }

  private void corrected(LedgerEvent event, HubEvent.ResultCorrected corrected) {
    sql.update(
        "insert into correction (event_id, deal, partition, task_index, digest, corrected,"
            + " corrected_at, tx_hash) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        event.id(),
        corrected.dealId(),
        corrected.partition(),
        TrialRow.index(corrected.idx()),
        corrected.digest(),
        corrected.corrected(),
        event.at(),
        event.transaction().hex());
  }

  private void roll(LedgerEvent event, String worker, String owner) {
    sql.update(
        "insert into juror_roll (event_id, worker, owner) values (?, ?, ?) on conflict do nothing",
        event.id(),
        new Address(worker).hex(),
        owner == null ? null : new Address(owner).hex());
  }

  private void trial(LedgerEvent event) {
    TrialRow.of(event)
        .ifPresent(
            row ->
                sql.update(
                    "insert into trial_event (event_id, trial, kind, at, block, tx_hash, deal,"
                        + " task_index, account, digest, amount, number, round)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                    event.id(),
                    row.trial(),
                    row.kind(),
                    event.at(),
                    event.block(),
                    event.transaction().hex(),
                    row.deal(),
                    row.index(),
                    row.account() == null ? null : new Address(row.account()).hex(),
                    row.digest() == null ? null : new Bytes32(row.digest()).hex(),
                    row.amount(),
                    row.number(),
                    row.round()));
  }
}
