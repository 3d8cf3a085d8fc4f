package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which final deals are wanted: conditions are added, all must hold. */
public final class DealFilter {
  private final StringBuilder where = new StringBuilder("true");
  private final List<Object> values = new ArrayList<>();

  /** Asked by this requester. */
  public DealFilter requester(Address requester) {
    return and("d.requester = ?", requester.hex());
  }

  /** With this app, dataset or pool. */
  public DealFilter entry(OrderKind kind, Address entry) {
    return and("d." + column(kind) + " = ?", entry.hex());
  }

  /** Of this category of the ledger. */
  public DealFilter category(int category) {
    return and("d.category = ?", category);
  }

  /** Made of this order. */
  public DealFilter order(OrderKind kind, Bytes32 hash) {
    return and(
        "exists (select 1 from order_fill f where f.event_id = d.event_id and f.position = ? and"
            + " f.order_hash = ?)",
        position(kind),
        hash.hex());
  }

  /** Of a party: the requester or the owner of the pool. */
  public DealFilter party(Address account) {
    return and("(d.requester = ? or d.pool_owner = ?)", account.hex(), account.hex());
  }

  /** Older than a deal that a page ended with. */
  public DealFilter before(Instant startedAt, String deal) {
    return and("(d.started_at, d.id) < (?, ?)", startedAt, deal);
  }

  /** Position of an order in the ledger's event. */
  static int position(OrderKind kind) {
    return switch (kind) {
      case APP -> 1;
      case DATASET -> 2;
      case POOL -> 3;
      case REQUEST -> 4;
    };
  }

  private static String column(OrderKind kind) {
    return switch (kind) {
      case APP -> "app";
      case DATASET -> "dataset";
      case POOL -> "pool";
      case REQUEST -> throw new IllegalArgumentException("a request is of no entry");
    };
  }

  private DealFilter and(String condition, Object... more) {
    where.append(" and ").append(condition);
    values.addAll(List.of(more));
    return this;
  }

  String where() {
    return where.toString();
  }

  List<Object> values() {
    return values;
  }
}
