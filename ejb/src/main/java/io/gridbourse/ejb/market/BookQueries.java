package io.gridbourse.ejb.market;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The orders in the book, as anybody may see them. */
@ApplicationScoped
public class BookQueries {
  private Sql sql;
  private Orders orders;

  protected BookQueries() {}

  /** Queries over the book of this database. */
  @Inject
  public BookQueries(DataSource database, SignOrders signing) {
    this.sql = new Sql(database);
    this.orders = new Orders(database, signing.separator());
  }

  /** Orders in the book's sequence: by price, then time. */
  public List<ListedOrder> list(BookFilter filter, long offset, int limit) {
    List<Object> values = new ArrayList<>(filter.values());
    values.add(limit);
    values.add(offset);
    return sql.list(
        "select * from market_order where "
            + filter.where()
            + " order by "
            + filter.order()
            + " limit ? offset ?",
        orders::listed,
        values.toArray());
  }

  /** How many there are. */
  public long count(BookFilter filter) {
    return sql.first(
            "select count(*) from market_order where " + filter.where(),
            row -> row.getLong(1),
            filter.values().toArray())
        .orElse(0L);
  }

  /** An order that was ever in the book, whatever became of it. */
  public Optional<ListedOrder> find(Bytes32 hash) {
    return orders.find(hash).filter(ListedOrder::listed);
  }
}
