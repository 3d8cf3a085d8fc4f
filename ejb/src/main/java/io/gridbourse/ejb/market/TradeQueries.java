package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Final deals as the market sees them: public, the newest first. */
@ApplicationScoped
public class TradeQueries {
  private Sql sql;
  private Orders orders;

  protected TradeQueries() {}

  /** Queries over the deals of this database. */
  @Inject
  public TradeQueries(DataSource database, SignOrders signing) {
    this.sql = new Sql(database);
    this.orders = new Orders(database, signing.separator());
  }

  /** Deals, the newest first. */
  public List<MadeDeal> list(DealFilter filter, long offset, int limit) {
    List<Object> values = new ArrayList<>(filter.values());
    values.add(limit);
    values.add(offset);
    return sql
        .list(
            "select * from deal d where "
                + filter.where()
                + " order by d.started_at desc, d.id desc limit ? offset ?",
            row -> new Row(Deals.recorded(row), row.getLong("event_id")),
            values.toArray())
        .stream()
        .map(this::made)
        .toList();
  }

  private record Row(Deals.Recorded recorded, long event) {}

  /** How many there are. */
  public long count(DealFilter filter) {
    return sql.first(
            "select count(*) from deal d where " + filter.where(),
            row -> row.getLong(1),
            filter.values().toArray())
        .orElse(0L);
  }

  private MadeDeal made(Row row) {
    Deal deal = row.recorded.deal();
    Map<OrderKind, Bytes32> hashes = new EnumMap<>(OrderKind.class);
    Map<OrderKind, String> owners = new EnumMap<>(OrderKind.class);
    for (Used used : used(row.event)) {
      if (used.kind != OrderKind.DATASET || !deal.dataset().isZero()) {
        hashes.put(used.kind, used.hash);
        used.owner.ifPresent(owner -> owners.put(used.kind, owner));
      }
    }
    return new MadeDeal(
        deal,
        hashes,
        owners,
        orders.find(deal.request()),
        row.recorded.transaction(),
        row.recorded.block());
  }

  private List<Used> used(long event) {
    return sql.list(
        "select f.position, f.order_hash, o.owner from order_fill f left join market_order o on"
            + " o.hash = f.order_hash where f.event_id = ? and f.kind = 'MATCH'",
        row ->
            new Used(
                kind(row.getInt("position")),
                new Bytes32(row.getString("order_hash")),
                Optional.ofNullable(row.getString("owner"))),
        event);
  }

  /** An order that a deal used. */
  private record Used(OrderKind kind, Bytes32 hash, Optional<String> owner) {}

  private static OrderKind kind(int position) {
    for (OrderKind kind : OrderKind.values()) {
      if (DealFilter.position(kind) == position) {
        return kind;
      }
    }
    throw new IllegalStateException("an event of a match has four orders, not " + position);
  }
}
