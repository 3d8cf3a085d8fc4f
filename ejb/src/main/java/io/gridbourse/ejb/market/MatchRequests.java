package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Allocation;
import io.gridbourse.domain.market.Allocation.Fill;
import io.gridbourse.domain.market.BookOffer;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.MatchEngine;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Matches the requests in the book with the offers in the book, so that who publishes a request and
 * goes away is served. The best paid come first, then the oldest. Called by the timer, on one node
 * at a time.
 */
@ApplicationScoped
public class MatchRequests {
  /** Matches of one request that the ledger may refuse before it is left alone. */
  static final int REFUSALS_MAX = 3;

  private static final Logger LOG = Logger.getLogger(MatchRequests.class.getName());
  private OpenOffers offers;
  private Orders orders;
  private Entries entries;
  private PlannedMatches matches;
  private Sql sql;
  private Atomically atomically;
  private Bytes32 separator;
  private Clock clock;

  protected MatchRequests() {}

  /** The use case with all that it needs. */
  @Inject
  public MatchRequests(
      DataSource database,
      Atomically atomically,
      SignOrders signing,
      Entries entries,
      Hub hub,
      ChainSettings chain,
      Clock clock) {
    this.sql = new Sql(database);
    this.separator = signing.separator();
    this.offers = new OpenOffers(sql, separator);
    this.orders = new Orders(database, separator);
    this.entries = entries;
    this.matches =
        new PlannedMatches(
            sql,
            new BagRequests(database),
            hub,
            new Outbox(database, clock),
            chain.contracts().hub());
    this.atomically = atomically;
    this.clock = clock;
  }

  /** Matches what can be matched now; true if there was any. */
  public boolean match() {
    boolean any = false;
    for (Category category : Category.values()) {
      for (BookOffer<RequestOrder> request : worthwhile(category)) {
        any |= atomically.call(() -> match(request));
      }
    }
    return any;
  }

  /** Requests that pay the cheapest pool at least. */
  private List<BookOffer<RequestOrder>> worthwhile(Category category) {
    List<BookOffer<PoolOrder>> pools = offers.pools(category.number());
    return pools.isEmpty()
        ? List.of()
        : offers.requests(category.number()).stream()
            .filter(
                request ->
                    request.order().poolMaxPrice().compareTo(pools.get(0).order().price()) >= 0)
            .toList();
  }

  private boolean match(BookOffer<RequestOrder> request) {
    RequestOrder order = request.order();
    if (refusals(request) >= REFUSALS_MAX) {
      return false;
    }
    Optional<Address> dataset =
        order.dataset().isZero() ? Optional.empty() : Optional.of(order.dataset());
    Allocation found =
        new MatchEngine(new BookFacts(entries), separator)
            .buy(
                request.signed(),
                request.available(),
                1,
                offers.to(order.app(), dataset, (int) order.category()));
    long consumed = order.volume() - request.available();
    matches.lock(found.fills(), this::poolOwner);
    for (Fill fill : found.fills()) {
      PlannedMatches.Outcome outcome =
          matches.plan(fill, poolOwner(fill), consumed, clock.instant());
      if (!(outcome instanceof PlannedMatches.Outcome.Sent sent)) {
        return consumed > order.volume() - request.available();
      }
      LOG.info(
          () ->
              "request matched request="
                  + request.signed().hash()
                  + " deal="
                  + sent.deal()
                  + " tasks="
                  + fill.volume());
      consumed += fill.volume();
    }
    return !found.fills().isEmpty();
  }

  private Address poolOwner(Fill fill) {
    return orders.find(fill.orders().pool().hash()).orElseThrow().owner();
  }

  private long refusals(BookOffer<RequestOrder> request) {
    List<Long> count =
        sql.list(
            "select count(*) from planned_match p join outbox_tx o on o.intent = p.intent where"
                + " p.request = ? and o.state = 'REFUSED'",
            row -> row.getLong(1),
            request.signed().hash().hex());
    return count.get(0);
  }
}
