package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Notes which deal a transaction is about, so that each movement of money in it can be told by bag,
 * project and pool. Any event counts whose record has a component {@code dealId}. What a
 * transaction is about does not change with its block: nothing is taken back.
 */
@ApplicationScoped
public class DealTransactions implements LedgerEventHandler {
  private static final String COMPONENT = "dealId";
  private Sql sql;

  protected DealTransactions() {}

  /** Notes in this database. */
  @Inject
  public DealTransactions(DataSource database) {
    this.sql = new Sql(database);
  }

  @Override
  public void seen(LedgerEvent event) {
    event
        .decoded()
        .flatMap(DealTransactions::dealOf)
        .ifPresent(
            deal ->
                sql.update(
                    "insert into deal_transaction (tx_hash, deal) values (?, ?) on conflict do"
                        + " nothing",
                    event.transaction().hex(),
                    deal));
  }

  private static Optional<String> dealOf(Object event) {
    return Stream.ofNullable(event.getClass().getRecordComponents())
        .flatMap(Stream::of)
        .filter(component -> component.getName().equals(COMPONENT))
        .filter(component -> component.getType() == String.class)
        .findFirst()
        .map(component -> read(component, event));
  }

  private static String read(RecordComponent component, Object event) {
    try {
      return (String) component.getAccessor().invoke(event);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the record of an event cannot be read", e);
    }
  }
}
