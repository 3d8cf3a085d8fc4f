package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.OrderStatus;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The signed orders that this server knows, by hash. */
final class Orders {
  // What the ledger's events took before the order came is counted from the events. An order that
  // was withdrawn comes back with the time of its new publication.
  private static final String INSERT =
      "insert into market_order (hash, kind, entry, owner, category, price, volume, body,"
          + " signature, signed_at, app, dataset, pool, requester, beneficiary, tag, trust, listed,"
          + " expires, consumed, closings) select ?, ?, ?, ?, cast(? as integer), ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?, ?, ?, ?, cast(? as timestamptz), coalesce(sum(f.volume), 0), count(*) filter (where f.kind = 'CLOSE')"
          + " from order_fill f where f.order_hash = ? and not f.undone"
          + " on conflict (hash) do update set withdrawn = false, expired = false,"
          + " listed = market_order.listed or excluded.listed, expires = excluded.expires,"
          + " signed_at = excluded.signed_at where market_order.withdrawn or market_order.expired";
  private final Sql sql;
  private final Bytes32 separator;

  Orders(DataSource database, Bytes32 separator) {
    this.sql = new Sql(database);
    this.separator = separator;
  }

  /** How an order is shown. */
  record Listing(boolean listed, Optional<Instant> expires) {
    /** In the book until its volume is used. */
    static final Listing SHOWN = new Listing(true, Optional.empty());

    /** Known to this server alone, which matches it. */
    static final Listing HIDDEN = new Listing(false, Optional.empty());
  }

  /**
   * Stores an order, or brings one back that was withdrawn or had expired; false if it is there.
   */
  boolean add(Signed<? extends Order> signed, Address owner, Instant at, Listing listing) {
    OrderTerms terms = OrderTerms.of(signed.order());
    lock(sql, signed.hash().hex());
    return sql.update(
            INSERT,
            signed.hash().hex(),
            terms.kind(),
            terms.entry().hex(),
            owner.hex(),
            terms.category().map(Math::toIntExact),
            terms.price().units(),
            BigDecimal.valueOf(signed.order().volume()),
            OrderForm.write(signed),
            signed.signature(),
            at,
            terms.app().hex(),
            terms.dataset().hex(),
            terms.pool().hex(),
            terms.requester().hex(),
            terms.beneficiary().hex(),
            terms.tag().isKnown() ? terms.tag().bits() : 0,
            BigDecimal.valueOf(terms.trust()),
            listing.listed,
            listing.expires,
            signed.hash().hex())
        == 1;
  }

  /** One writer at a time for what an order has used, until the transaction ends. */
  static void lock(Sql sql, String hash) {
    sql.list("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> true, "order:" + hash);
  }

  /** The cheapest open order of an app. */
  Optional<Signed<AppOrder>> ofApp(Address app) {
    return sql.first(
            "select body from market_order where kind = 'APP' and entry = ? and status = 'OPEN'"
                + " order by price, signed_at, hash limit 1",
            row -> row.getString(1),
            app.hex())
        .map(body -> OrderForm.app(body, separator));
  }

  /** All open pool orders, the cheapest first. */
  List<Signed<PoolOrder>> ofPools() {
    return sql.list(
        "select body from market_order where kind = 'POOL' and status = 'OPEN'"
            + " order by price, signed_at, hash",
        row -> OrderForm.pool(row.getString(1), separator));
  }

  /** A request order. */
  Optional<Signed<RequestOrder>> request(Bytes32 hash) {
    return sql.first(
        "select body from market_order where kind = 'REQUEST' and hash = ?",
        row -> OrderForm.request(row.getString(1), separator),
        hash.hex());
  }

  /** An order by its hash. */
  Optional<ListedOrder> find(Bytes32 hash) {
    return sql.first("select * from market_order where hash = ?", this::listed, hash.hex());
  }

  /** Why a pool order of a category is set aside, if one is. */
  Optional<String> deadPool(int category) {
    return sql.first(
        "select dead_reason from market_order where kind = 'POOL' and status = 'DEAD' and"
            + " category = ? order by price limit 1",
        row -> row.getString(1),
        category);
  }

  /** Open orders of an owner in the book. */
  long openOf(Address owner) {
    return sql.first(
            "select count(*) from market_order where owner = ? and listed and status = 'OPEN'",
            row -> row.getLong(1),
            owner.hex())
        .orElse(0L);
  }

  /** Whether an entry is offered for at most a price. */
  boolean isOffered(OrderKind kind, Address entry, NanoRlc most) {
    return sql.first(
            "select 1 from market_order where kind = ? and entry = ? and status = 'OPEN' and"
                + " price <= ? limit 1",
            row -> true,
            kind,
            entry.hex(),
            most.units())
        .isPresent();
  }

  /** Orders of a pool that were not withdrawn. */
  List<Signed<PoolOrder>> ofPool(Address pool) {
    return sql.list(
        "select body from market_order where kind = 'POOL' and entry = ? and not withdrawn",
        row -> OrderForm.pool(row.getString(1), separator),
        pool.hex());
  }

  /** Takes an order from the book. */
  void withdraw(Bytes32 hash) {
    sql.update("update market_order set withdrawn = true where hash = ?", hash.hex());
  }

  /** A row of the book. */
  ListedOrder listed(ResultSet row) throws SQLException {
    OrderKind kind = OrderKind.valueOf(row.getString("kind"));
    String body = row.getString("body");
    return new ListedOrder(
        kind,
        OrderForm.read(kind, body, separator),
        new Address(row.getString("owner")),
        body,
        Sql.integer(row, "remaining").longValueExact(),
        Sql.integer(row, "reserved").longValueExact(),
        OrderStatus.valueOf(row.getString("status")),
        Optional.ofNullable(row.getString("dead_reason")),
        row.getBoolean("listed"),
        Sql.instant(row, "signed_at").orElseThrow(),
        Sql.instant(row, "expires"));
  }
}
