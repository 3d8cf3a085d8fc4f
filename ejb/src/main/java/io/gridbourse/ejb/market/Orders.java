package io.gridbourse.ejb.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.contracts.WorkerpoolOrder;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.LedgerOrders;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The signed orders that this server knows, by hash. */
final class Orders {
  private static final String INSERT =
      "insert into market_order (hash, kind, entry, owner, category, price, volume, body,"
          + " signature, signed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";
  private final Sql sql;
  private final Bytes32 separator;

  Orders(DataSource database, Bytes32 separator) {
    this.sql = new Sql(database);
    this.separator = separator;
  }

  void add(Signed<AppOrder> signed, Address owner, Instant at) {
    AppOrder order = signed.order();
    Row row = new Row("APP", order.app(), owner, Optional.empty(), order.price());
    insert(signed, row, json(LedgerOrders.app(signed)), at);
  }

  void addPool(Signed<PoolOrder> signed, Address owner, Instant at) {
    PoolOrder order = signed.order();
    Optional<Long> category = Optional.of(order.category());
    Row row = new Row("POOL", order.pool(), owner, category, order.price());
    insert(signed, row, json(LedgerOrders.pool(signed)), at);
  }

  void addRequest(Signed<RequestOrder> signed, Instant at) {
    RequestOrder order = signed.order();
    Optional<Long> category = Optional.of(order.category());
    Row row = new Row("REQUEST", order.app(), order.requester(), category, order.poolMaxPrice());
    insert(signed, row, json(LedgerOrders.request(signed)), at);
  }

  /** The open order of an app. */
  Optional<Signed<AppOrder>> ofApp(Address app) {
    return sql.first(
            "select body from market_order where kind = 'APP' and entry = ? and open"
                + " order by signed_at desc limit 1",
            row -> row.getString(1),
            app.hex())
        .map(
            body ->
                LedgerOrders.app(parsed(body, io.gridbourse.contracts.AppOrder.class), separator));
  }

  /** All open pool orders, the cheapest first. */
  List<Signed<PoolOrder>> ofPools() {
    return sql.list(
        "select body from market_order where kind = 'POOL' and open order by price, signed_at",
        row -> LedgerOrders.pool(parsed(row.getString(1), WorkerpoolOrder.class), separator));
  }

  /** A request order. */
  Optional<Signed<RequestOrder>> request(Bytes32 hash) {
    return sql.first(
        "select body from market_order where kind = 'REQUEST' and hash = ?",
        row ->
            LedgerOrders.request(
                parsed(row.getString(1), io.gridbourse.contracts.RequestOrder.class), separator),
        hash.hex());
  }

  /** Takes pool orders from the book that are not among {@code kept}. */
  void closePoolOrdersExcept(Address pool, List<Bytes32> kept) {
    List<String> hashes = kept.stream().map(Bytes32::hex).toList();
    sql
        .list(
            "select hash from market_order where kind = 'POOL' and entry = ? and open",
            row -> row.getString(1),
            pool.hex())
        .stream()
        .filter(hash -> !hashes.contains(hash))
        .forEach(hash -> sql.update("update market_order set open = false where hash = ?", hash));
  }

  private void insert(Signed<?> signed, Row row, String body, Instant at) {
    sql.update(
        INSERT,
        signed.hash().hex(),
        row.kind,
        row.entry.hex(),
        row.owner.hex(),
        row.category.map(Math::toIntExact),
        row.price.units(),
        signed.order().volume(),
        body,
        signed.signature(),
        at);
  }

  private record Row(
      String kind, Address entry, Address owner, Optional<Long> category, NanoRlc price) {}

  private static String json(Object order) {
    try {
      return Json.mapper().writeValueAsString(order);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T parsed(String body, Class<T> type) {
    try {
      return Json.mapper().readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored order cannot be read", e);
    }
  }
}
