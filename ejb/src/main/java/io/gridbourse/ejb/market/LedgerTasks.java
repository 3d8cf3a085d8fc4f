package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Finds tasks by their id on the ledger, for bags that settle task by task. */
@ApplicationScoped
public class LedgerTasks {
  private Sql sql;

  protected LedgerTasks() {}

  /** The tasks in this database. */
  @Inject
  public LedgerTasks(DataSource database) {
    this.sql = new Sql(database);
  }

  /**
   * A task of a bag.
   *
   * @param position in the bag, from 0
   */
  public record Located(DealId deal, BagId bag, long position) {}

  /** A task by its id. */
  public Optional<Located> find(TaskId task) {
    return sql.first(
        "select deal, bag, position from ledger_task where task = ?",
        row ->
            new Located(
                new DealId(row.getString("deal")),
                new BagId(row.getString("bag")),
                row.getLong("position")),
        task.hex());
  }

  /** Whether a deal is settled task by task. */
  public boolean settlesByTask(DealId deal) {
    return sql.first("select 1 from ledger_task where deal = ? limit 1", row -> true, deal.hex())
        .isPresent();
  }

  void add(Deal deal) {
    List<Object[]> rows = new ArrayList<>();
    for (long position = 0; position < deal.tasks().botSize(); position++) {
      rows.add(
          new Object[] {
            TaskId.of(deal.id(), deal.tasks().botFirst() + position).hex(),
            deal.id().hex(),
            BagId.of(deal.id()).text(),
            position
          });
    }
    sql.batch(
        "insert into ledger_task (task, deal, bag, position) values (?, ?, ?, ?)"
            + " on conflict do nothing",
        rows);
  }
}
