package io.gridbourse.ejb.market;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * Volume that matches on their way to the ledger will use. Nothing is promised twice: a reservation
 * is made under the order's row lock and only of what is left.
 */
final class Reservations {
  private final Sql sql;

  Reservations(Sql sql) {
    this.sql = sql;
  }

  /**
   * Reserves the same volume of each order for an intent; false, and nothing is reserved, if one
   * has too little left or is not open.
   */
  boolean reserve(String intent, List<Bytes32> orders, long volume) {
    // In the order of hashes: two matches of the same orders wait for each other, never in a ring.
    boolean all =
        orders.stream().sorted().distinct().allMatch(order -> reserve(intent, order, volume));
    if (!all) {
      cancel(intent);
    }
    return all;
  }

  /** Frees what an intent reserved that is not carried out. */
  void cancel(String intent) {
    change(
        -1,
        sql.list(
            "delete from order_reservation where intent = ? and taken_by is null returning"
                + " order_hash, volume",
            Reservations::part,
            intent));
  }

  private boolean reserve(String intent, Bytes32 order, long volume) {
    boolean free =
        sql.update(
                "update market_order set reserved = reserved + ? where hash = ? and status = 'OPEN'"
                    + " and remaining - reserved >= ?",
                BigDecimal.valueOf(volume),
                order.hex(),
                BigDecimal.valueOf(volume))
            == 1;
    return free
        && sql.update(
                "insert into order_reservation (intent, order_hash, volume) values (?, ?, ?)",
                intent,
                order.hex(),
                BigDecimal.valueOf(volume))
            == 1;
  }

  /** The deal of a transaction is in a block: what was reserved for it is used. */
  void take(String transaction, long eventId) {
    change(
        -1,
        sql.list(
            "update order_reservation set taken_by = ? where taken_by is null and intent = (select"
                + " o.intent from outbox_tx o join outbox_attempt a on a.outbox_id = o.id where"
                + " a.tx_hash = ?) returning order_hash, volume",
            Reservations::part,
            eventId,
            transaction));
  }

  /** The block of the deal went away; its transaction will be sent again. */
  void giveBack(long eventId) {
    change(
        1,
        sql.list(
            "update order_reservation set taken_by = null where taken_by = ? returning order_hash,"
                + " volume",
            Reservations::part,
            eventId));
  }

  /** Frees what was reserved for matches that ended; true if there was any. */
  boolean release() {
    List<Part> ended =
        sql.list(
            "delete from order_reservation r using outbox_tx o where o.intent = r.intent and"
                + " o.state in ('FINAL', 'REFUSED') returning r.order_hash, case when r.taken_by is"
                + " null then r.volume else 0 end as volume",
            Reservations::part);
    change(-1, ended.stream().filter(part -> part.volume.signum() > 0).toList());
    return !ended.isEmpty();
  }

  private void change(int sign, List<Part> parts) {
    parts.stream()
        .sorted((a, b) -> a.order.compareTo(b.order))
        .forEach(
            part ->
                sql.update(
                    "update market_order set reserved = reserved + ? where hash = ?",
                    part.volume.multiply(BigInteger.valueOf(sign)),
                    part.order));
  }

  private static Part part(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Part(row.getString("order_hash"), Sql.integer(row, "volume"));
  }

  private record Part(String order, BigInteger volume) {}
}
