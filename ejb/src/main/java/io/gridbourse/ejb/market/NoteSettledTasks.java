package io.gridbourse.ejb.market;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.ejb.ledger.LedgerEvent;
import io.gridbourse.ejb.ledger.LedgerEventHandler;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Notes single tasks that are paid or refunded for good, as partitions of one task: a deal shows
 * them as it shows partitions.
 */
@ApplicationScoped
public class NoteSettledTasks implements LedgerEventHandler {
  private LedgerTasks tasks;
  private Sql sql;

  protected NoteSettledTasks() {}

  /** Into this database. */
  @Inject
  public NoteSettledTasks(DataSource database) {
    this.tasks = new LedgerTasks(database);
    this.sql = new Sql(database);
  }

  @Override
  public void finalised(LedgerEvent event) {
    event
        .as(HubEvent.TaskFinalized.class)
        .ifPresent(paid -> note(event, paid.taskId(), Optional.of(paid.results())));
    event
        .as(HubEvent.TaskClaimed.class)
        .ifPresent(refunded -> note(event, refunded.taskId(), Optional.empty()));
  }

  private void note(LedgerEvent event, String task, Optional<String> results) {
    tasks
        .find(new TaskId(task))
        .ifPresent(
            located ->
                sql.update(
                    "insert into deal_partition (deal, number, results_root, certified, failed,"
                        + " results, event_id, tx_hash) values (?, ?, coalesce((select"
                        + " results_root from bag_partition where bag = ? and number = ?), ?), ?,"
                        + " ?, ?, ?, ?) on conflict do nothing",
                    located.deal().hex(),
                    located.position(),
                    located.bag().text(),
                    located.position(),
                    "0x" + "0".repeat(64),
                    results.isPresent() ? 1 : 0,
                    results.isPresent() ? 0 : 1,
                    results.orElse(""),
                    event.id(),
                    event.transaction().hex()));
  }
}
