package io.gridbourse.ejb.market;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.ejb.ledger.LedgerEvent;
import io.gridbourse.ejb.ledger.LedgerEventHandler;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * What the ledger's events take from orders. Orders are known by hash, so that the volume of one
 * that is published later is right from its first moment; what an orphaned event took is given
 * back.
 */
@ApplicationScoped
public class BookJournal implements LedgerEventHandler {
  private Sql sql;
  private Reservations reservations;
  private Broadcasts broadcasts;

  protected BookJournal() {}

  /** The journal of the orders in this database. */
  @Inject
  public BookJournal(DataSource database) {
    this.sql = new Sql(database);
    this.reservations = new Reservations(sql);
    this.broadcasts = new Broadcasts(sql);
  }

  @Override
  public void seen(LedgerEvent event) {
    event.as(HubEvent.OrdersMatched.class).ifPresent(matched -> matched(event, matched));
    event.as(HubEvent.OrderClosed.class).ifPresent(closed -> closed(event, closed));
    event.as(HubEvent.OrderBroadcast.class).ifPresent(told -> broadcasts.note(event.id(), told));
  }

  @Override
  public void undone(LedgerEvent event, boolean wasFinal) {
    List<String> touched =
        sql.list(
            "select order_hash from order_fill where event_id = ? and not undone",
            row -> row.getString(1),
            event.id());
    lock(touched.stream());
    List<Fill> undone =
        sql.list(
            "update order_fill set undone = true where event_id = ? and not undone returning *",
            row ->
                new Fill(
                    event.id(),
                    row.getString("order_hash"),
                    row.getString("kind"),
                    row.getInt("position"),
                    Sql.integer(row, "volume")),
            event.id());
    undone.stream().sorted(Comparator.comparing(Fill::order)).forEach(fill -> apply(fill, -1));
    reservations.giveBack(event.id());
    broadcasts.forget(event.id());
  }

  private void matched(LedgerEvent event, HubEvent.OrdersMatched matched) {
    List<String> hashes =
        List.of(
            matched.appHash(),
            matched.datasetHash(),
            matched.workerpoolHash(),
            matched.requestHash());
    lock(hashes.stream());
    // In the order of hashes, as whoever reserves does: they wait for each other, never in a ring.
    IntStream.range(0, hashes.size())
        .mapToObj(i -> new Fill(event.id(), hashes.get(i), "MATCH", i + 1, matched.volume()))
        .sorted(Comparator.comparing(Fill::order))
        .forEach(this::book);
    reservations.take(event.transaction().hex(), event.id());
  }

  private void closed(LedgerEvent event, HubEvent.OrderClosed closed) {
    lock(Stream.of(closed.orderHash()));
    book(new Fill(event.id(), closed.orderHash(), "CLOSE", 0, BigInteger.ZERO));
  }

  private void lock(Stream<String> hashes) {
    hashes.sorted().distinct().forEach(hash -> Orders.lock(sql, hash));
  }

  private void book(Fill fill) {
    boolean isNew =
        sql.update(
                "insert into order_fill (event_id, order_hash, kind, position, volume) values"
                    + " (?, ?, ?, ?, ?) on conflict (event_id, position) do update set undone ="
                    + " false where order_fill.undone",
                fill.eventId,
                fill.order,
                fill.kind,
                fill.position,
                fill.volume)
            == 1;
    if (isNew) {
      apply(fill, 1);
    }
  }

  private void apply(Fill fill, int sign) {
    sql.update(
        "update market_order set consumed = consumed + ?, closings = closings + ? where hash = ?",
        fill.volume.multiply(BigInteger.valueOf(sign)),
        fill.kind.equals("CLOSE") ? sign : 0,
        fill.order);
  }

  /**
   * What one event took from one order.
   *
   * @param position of the order in the event
   */
  private record Fill(long eventId, String order, String kind, int position, BigInteger volume) {}
}
