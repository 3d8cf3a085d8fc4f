package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Notes which deal a transaction is about, so that each movement of money in it can be told by bag,
 * project and pool. Any event counts whose record names a deal, a task or a trial. What a
 * transaction is about does not change with its block: nothing is taken back.
 */
@ApplicationScoped
public class DealTransactions implements LedgerEventHandler {
  private static final String NOTE =
      "insert into deal_transaction (tx_hash, deal) select ?::text, ";

  /** How the deal is found, by the component of the event's record. */
  private static final Map<String, String> DEALS =
      Map.of(
          "dealId", "?::text",
          "taskId", "t.deal from ledger_task t where t.task = ?",
          "trial", "c.deal from trial_event c where c.trial = ? and c.kind = 'CHALLENGED'");

  private Sql sql;

  protected DealTransactions() {}

  /** Notes in this database. */
  @Inject
  public DealTransactions(DataSource database) {
    this.sql = new Sql(database);
  }

  @Override
  public void seen(LedgerEvent event) {
    note(event);
  }

  /** Tasks of a deal are known once it is final, which may be after they were begun. */
  @Override
  public void finalised(LedgerEvent event) {
    note(event);
  }

  private void note(LedgerEvent event) {
    event
        .decoded()
        .ifPresent(
            told ->
                Stream.ofNullable(told.getClass().getRecordComponents())
                    .flatMap(Stream::of)
                    .filter(component -> DEALS.containsKey(component.getName()))
                    .forEach(component -> note(event, component, read(component, told))));
  }

  private void note(LedgerEvent event, RecordComponent component, Object value) {
    sql.update(
        NOTE + DEALS.get(component.getName()) + " on conflict do nothing",
        event.transaction().hex(),
        value);
  }

  private static Object read(RecordComponent component, Object event) {
    try {
      return component.getAccessor().invoke(event);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the record of an event cannot be read", e);
    }
  }
}
