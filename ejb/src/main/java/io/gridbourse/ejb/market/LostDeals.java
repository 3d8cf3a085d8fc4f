package io.gridbourse.ejb.market;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.ejb.ledger.LedgerEvent;
import io.gridbourse.ejb.ledger.LedgerEventHandler;
import io.gridbourse.ejb.ledger.LedgerIncident.Kind;
import io.gridbourse.ejb.ledger.LedgerIncidents;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Final deals that a deep reorganisation took away. Most come back, because this server sends their
 * match again; then they move to their new block. One whose match the ledger refuses now, or that
 * somebody else made and nobody repeats, is gone: its bag is stopped, and an incident says so.
 */
@ApplicationScoped
public class LostDeals implements LedgerEventHandler {
  /** Blocks after the lost one until a deal of somebody else is given up. */
  static final int PATIENCE_BLOCKS = 64;

  private static final int PER_ROUND = 100;
  private Sql sql;
  private Bags bags;
  private LedgerIncidents incidents;
  private Atomically atomically;
  private Clock clock;

  protected LostDeals() {}

  /** The deals in this database. */
  @Inject
  public LostDeals(
      DataSource database,
      Bags bags,
      LedgerIncidents incidents,
      Atomically atomically,
      Clock clock) {
    this.sql = new Sql(database);
    this.bags = bags;
    this.incidents = incidents;
    this.atomically = atomically;
    this.clock = clock;
  }

  @Override
  public void undone(LedgerEvent event, boolean wasFinal) {
    if (wasFinal) {
      event
          .as(HubEvent.OrdersMatched.class)
          .ifPresent(
              match ->
                  sql.update(
                      "update deal set lost_at = ? where id = ?", clock.instant(), match.dealId()));
    }
  }

  @Override
  public void finalised(LedgerEvent event) {
    event.as(HubEvent.OrdersMatched.class).ifPresent(match -> moved(match, event));
    event
        .as(HubEvent.PartitionSettled.class)
        .ifPresent(
            settled ->
                sql.update(
                    "update deal_partition set event_id = ?, tx_hash = ? where deal = ? and number"
                        + " = ? and event_id <> ?",
                    event.id(),
                    event.transaction().hex(),
                    settled.dealId(),
                    settled.partition(),
                    event.id()));
  }

  private void moved(HubEvent.OrdersMatched match, LedgerEvent event) {
    sql.update(
        "update deal set lost_at = null, event_id = ?, tx_hash = ?, block_number = ?,"
            + " started_at = ? where id = ? and lost_at is not null",
        event.id(),
        event.transaction().hex(),
        event.block(),
        event.at(),
        match.dealId());
  }

  /** Stops the bags of deals that are gone for good; called by the timer, on one node at a time. */
  public void stopGone() {
    List<Gone> gone =
        sql.list(
            "select d.id, d.bag from deal d where d.lost_at is not null and d.gone_at is null"
                + " and not exists (select 1 from outbox_tx o where o.intent like 'match:' || d.id"
                + " || ':%' and o.state <> 'REFUSED')"
                + " and (exists (select 1 from outbox_tx o where o.intent like 'match:' || d.id"
                + " || ':%') or d.block_number + ? <= (select max(number) from chain_cursor))"
                + " limit ?",
            row -> new Gone(row.getString("id"), new BagId(row.getString("bag"))),
            PATIENCE_BLOCKS,
            PER_ROUND);
    gone.forEach(each -> atomically.run(() -> stop(each)));
  }

  private void stop(Gone gone) {
    sql.update("update deal set gone_at = ? where id = ?", clock.instant(), gone.deal);
    boolean runs = bags.requestCancel(gone.bag);
    incidents.raise(
        Kind.DEALS_LOST,
        "deal "
            + gone.deal
            + " is no longer on the ledger: its bag "
            + gone.bag.text()
            + (runs ? " is stopped" : " had ended, and is not paid"),
        OptionalLong.empty());
  }

  private record Gone(String deal, BagId bag) {}
}
