package io.gridbourse.ejb.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.util.List;

/**
 * Orders that somebody published on the ledger, as the book has not looked at them yet. They are
 * written with their event; whether they are worth listing is a question to the ledger, which is
 * asked later.
 */
final class Broadcasts {
  /** How often an order is tried that cannot even be checked. */
  static final int TRIES_MAX = 20;

  private static final int PER_ROUND = 50;
  private final Sql sql;

  Broadcasts(Sql sql) {
    this.sql = sql;
  }

  /**
   * An order to be looked at.
   *
   * @param order its members, with the ledger's names
   */
  record Broadcast(long event, OrderKind kind, JsonNode order) {}

  void note(long event, HubEvent.OrderBroadcast told) {
    sql.update(
        "insert into order_broadcast (event_id, kind, body) values (?, ?, ?)"
            + " on conflict (event_id) do nothing",
        event,
        kind(told.kind()),
        Json.mapper().valueToTree(told.order()).toString());
  }

  /** What is listed stays: it was signed by its owner, whichever block says so. */
  void forget(long event) {
    sql.update("delete from order_broadcast where event_id = ?", event);
  }

  List<Broadcast> open() {
    return sql.list(
        "select event_id, kind, body from order_broadcast where outcome is null"
            + " order by tries, event_id limit ?",
        row ->
            new Broadcast(
                row.getLong("event_id"),
                OrderKind.valueOf(row.getString("kind")),
                parsed(row.getString("body"))),
        PER_ROUND);
  }

  void close(Broadcast broadcast, String outcome) {
    sql.update(
        "update order_broadcast set outcome = ? where event_id = ?", outcome, broadcast.event);
  }

  void failed(Broadcast broadcast) {
    sql.update(
        "update order_broadcast set tries = tries + 1,"
            + " outcome = case when tries + 1 >= ? then 'UNREADABLE' end where event_id = ?",
        TRIES_MAX,
        broadcast.event);
  }

  private static OrderKind kind(HubEvent.OrderKind kind) {
    return switch (kind) {
      case APP -> OrderKind.APP;
      case DATASET -> OrderKind.DATASET;
      case WORKERPOOL -> OrderKind.POOL;
      case REQUEST -> OrderKind.REQUEST;
    };
  }

  private static JsonNode parsed(String body) {
    try {
      return Json.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored order cannot be read", e);
    }
  }
}
