package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.HubCalls.OrderOperation;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.OrderStatus;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.MarketViews.BookView;
import io.gridbourse.domain.wire.MarketViews.FillRequest;
import io.gridbourse.domain.wire.MarketViews.PreviewRequest;
import io.gridbourse.domain.wire.MarketViews.PreviewView;
import io.gridbourse.domain.wire.MarketViews.SellRequest;
import io.gridbourse.domain.wire.MarketViews.TradeView;
import io.gridbourse.ejb.chain.LedgerOrders;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Market orders, previews and the matching of the book, over a real chain and database. */
class MarketOnChainTest {
  private static final String PARAMS = "{\"iexec_args\":\"run {index}\"}";
  @RegisterExtension static final FreshChain FRESH = FreshChain.plain();

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private InMemoryBags bags;
  private TestMarket market;
  private Sql sql;
  private int salts;

  @BeforeEach
  void openTheMarket() {
    database = TestDatabase.create();
    sql = new Sql(database);
    bags = new InMemoryBags();
    market = newNode(Clock.systemUTC());
    market.open();
  }

  @Test
  void sixtyFourParallelFillsNeverOverfillAnOffer() throws Exception {
    Signed<PoolOrder> offer = publishedPool(100, 40);
    CyclicBarrier together = new CyclicBarrier(64);
    List<Callable<Boolean>> fills = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      fills.add(
          () -> {
            together.await();
            return fill(offer, 1) instanceof MarketAnswer.Answered;
          });
    }
    assertThat(run(fills).stream().filter(sent -> sent).count()).isEqualTo(40);
    assertThat(found(offer).available()).isZero();
    for (int i = 0; i < 20 && found(offer).status() != OrderStatus.FILLED; i++) {
      market.rounds(2);
    }
    assertThat(found(offer).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(market.hub.consumed(offer.hash())).isEqualTo(40);
    assertThat(reserved()).isZero();
  }

  @Test
  void aCancellationThatRacesWithAFillLeavesNothingReserved() throws Exception {
    Signed<PoolOrder> offer = publishedPool(100, 40);
    List<Callable<Boolean>> race = new ArrayList<>();
    CyclicBarrier together = new CyclicBarrier(8);
    for (int i = 0; i < 7; i++) {
      race.add(
          () -> {
            together.await();
            return fill(offer, 5) instanceof MarketAnswer.Answered;
          });
    }
    race.add(
        () -> {
          together.await();
          chain.send(
              "operator",
              chain.ledger().hub(),
              HubCalls.manage(LedgerOrders.pool(offer), OrderOperation.CLOSE));
          return false;
        });
    run(race);
    for (int i = 0; i < 40 && (i < 12 || reserved().signum() > 0); i++) {
      market.rounds(1);
      sql.update("update outbox_tx set updated_at = updated_at - interval '1 minute'");
    }
    assertThat(found(offer).status()).isEqualTo(OrderStatus.CLOSED);
    assertThat(found(offer).remaining()).isZero();
    assertThat(market.hub.consumed(offer.hash())).isEqualTo(40);
    assertThat(fill(offer, 1)).isInstanceOf(MarketAnswer.Refused.class);
    assertThat(reserved()).isZero();
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void aPublishedRequestIsMatchedByTheCheapestOffersAndOpensItsBag() {
    Signed<PoolOrder> cheap = publishedPool(100, 4);
    Signed<RequestOrder> request = publishedRequest(1_000_000, 7);
    market.matching.match();
    assertThat(found(request).available()).isZero();
    assertThat(found(cheap).available()).isZero();
    market.rounds(6);
    assertThat(found(request).status()).isEqualTo(OrderStatus.FILLED);
    List<TradeView> trades = market.queries.trades(new DealFilter(), 10);
    assertThat(trades).extracting(TradeView::volume).containsExactlyInAnyOrder(4L, 3L);
    assertThat(trades).extracting(TradeView::price).containsExactlyInAnyOrder("100", "1000000");
    assertThat(reserved()).isZero();
    assertThat(market.matching.match()).isFalse();
  }

  @Test
  void aMatchThatAReorganisationDroppedIsGivenBackAndComesAgain() {
    Signed<PoolOrder> cheap = publishedPool(100, 10);
    assertThat(fill(cheap, 4)).isInstanceOf(MarketAnswer.Answered.class);
    assertThat(found(cheap).available()).isEqualTo(6);
    market.send.send();
    market.send.send();
    market.reconcile.reconcile();
    assertThat(found(cheap).remaining()).isEqualTo(6);
    assertThat(found(cheap).reserved()).isZero();
    chain.reorg(1);
    market.reconcile.reconcile();
    assertThat(found(cheap).remaining()).isEqualTo(10);
    assertThat(found(cheap).reserved()).isEqualTo(4);
    market.leases.release();
    sql.update("update node_lease set expires = '-infinity'");
    market = newNode(Clock.systemUTC());
    market.follow.start();
    market.rounds(6);
    assertThat(found(cheap).remaining()).isEqualTo(6);
    assertThat(found(cheap).available()).isEqualTo(6);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void aPoolSellsToTheBestRequestsAtTheirPrices() {
    // Nobody offers so cheaply, so that only a sale can serve these.
    publishedRequest(300, 2);
    publishedRequest(500, 3);
    publishedRequest(100, 5);
    PreviewView dry = sold(6, "200", true);
    assertThat(dry.matched()).isEqualTo(5);
    assertThat(dry.fills()).extracting(fill -> fill.poolPrice()).containsExactly("500", "300");
    assertThat(reserved()).isZero();
    PreviewView sold = sold(6, "200", false);
    assertThat(sold.fills()).extracting(fill -> fill.volume()).containsExactly(3L, 2L);
    market.rounds(6);
    List<TradeView> trades = market.queries.trades(new DealFilter().category(0), 10);
    assertThat(trades).extracting(TradeView::price).containsExactlyInAnyOrder("500", "300");
    assertThat(trades).extracting(TradeView::deal).contains(sold.fills().get(0).deal());
    assertThat(sold(6, "200", true).matched()).isZero();
  }

  @Test
  void onlyThePoolsOwnerSells() {
    MarketAnswer answer =
        database.call(
            () ->
                market.selling.sell(
                    market.user("requester"),
                    new SellRequest(chain.pool(), "XS", 1, null, null, null, false)));
    assertThat(((MarketAnswer.Refused) answer).reason())
        .isEqualTo(MarketAnswer.Reason.NOT_YOUR_POOL);
  }

  @Test
  void aPreviewSaysWhatWouldMatchAndWhyTheRestWouldNot() {
    publishedPool(100, 4);
    publishedPool(2_000, 9);
    PreviewView preview = previewed(10, "1500");
    assertThat(preview.matched()).isEqualTo(4);
    assertThat(preview.whole()).isFalse();
    assertThat(preview.total()).isEqualTo(Long.toString(4 * (100 + 1_000)));
    assertThat(preview.refusals()).hasSize(1);
    assertThat(preview.refusals().get(0).reason()).isEqualTo("POOL_TOO_DEAR");
    assertThat(preview.refusals().get(0).orders()).isEqualTo(2);
    assertThat(preview.reason()).contains("4 of 10");
    assertThat(previewed(10, null).whole()).isTrue();
    assertThat(reserved()).isZero();
  }

  @Test
  void bookTradesAndHistoryTellTheSameStory() {
    Signed<PoolOrder> cheap = publishedPool(100, 10);
    Signed<RequestOrder> bid = publishedRequest(50, 8);
    fill(cheap, 4);
    market.rounds(6);
    BookView book = market.queries.book(new MarketQueries.BookWish(Category.XS, Tag.NONE, 0, 10));
    assertThat(book.lastPrice()).isEqualTo("100");
    assertThat(book.bestAsk()).isEqualTo("100");
    assertThat(book.bestBid()).isEqualTo("50");
    assertThat(book.asks().get(0).remaining()).isEqualTo(6);
    assertThat(book.bids().get(0).hash()).isEqualTo(bid.hash().hex());
    assertThat(book.askDepth().get(0).volume()).isEqualTo(6);
    Instant now = Instant.now();
    var history =
        market.queries.history(
            Category.XS,
            Duration.ofHours(1),
            now.minus(Duration.ofDays(1)),
            now.plusSeconds(3_600));
    assertThat(history.candles()).hasSize(1);
    assertThat(history.candles().get(0).close()).isEqualTo("100");
    assertThat(history.candles().get(0).volume()).isEqualTo(4);
    Address requester = chain.keys.addressOf("requester");
    assertThat(market.queries.trades(new DealFilter().party(requester), 10)).hasSize(1);
    assertThat(market.queries.trades(new DealFilter().party(Address.ZERO), 10)).isEmpty();
  }

  @Test
  void ordersThatCannotBeKeptAreSetAsideUntilTheyCan() {
    chain.newKey("poor", 0);
    Signed<RequestOrder> request = publishedRequest("poor", 1_000_000, 2);
    market.sweep.sweep();
    assertThat(found(request).status()).isEqualTo(OrderStatus.DEAD);
    assertThat(found(request).reason().orElseThrow()).contains("free");
    BigInteger amount = BigInteger.TEN.pow(9);
    String poor = chain.keys.addressOf("poor").hex();
    chain.send("deployer", chain.ledger().token(), HubCalls.transfer(poor, amount));
    chain.send(
        "poor", chain.ledger().token(), HubCalls.approveAndCall(chain.ledger().hub(), amount));
    market.sweep.sweep();
    assertThat(found(request).status()).isEqualTo(OrderStatus.OPEN);
  }

  @Test
  void anOrderLeavesTheBookAtTheTimeThatItsPublisherGave() {
    MovableClock clock = new MovableClock();
    TestMarket later = newNode(clock);
    Signed<PoolOrder> offer = pool(100, 5);
    assertThat(publish(later, offer, Optional.of(clock.instant().plusSeconds(60))))
        .isInstanceOf(Publication.Listed.class);
    later.sweep.sweep();
    assertThat(found(offer).status()).isEqualTo(OrderStatus.OPEN);
    clock.advance(Duration.ofSeconds(61));
    assertThat(later.sweep.sweep()).isTrue();
    assertThat(found(offer).status()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(publish(later, pool(100, 6), Optional.of(clock.instant().minusSeconds(1))))
        .isInstanceOf(Publication.Refused.class);
  }

  @Test
  void aUserCancelsItsOrderOnTheLedgerAndNobodyElseDoes() {
    Signed<PoolOrder> offer = publishedPool(100, 5);
    assertThat(cancel("requester", offer)).isEmpty();
    assertThat(cancel("operator", offer)).isPresent();
    assertThat(found(offer).status()).isEqualTo(OrderStatus.WITHDRAWN);
    market.rounds(4);
    assertThat(found(offer).status()).isEqualTo(OrderStatus.CLOSED);
  }

  private Optional<?> cancel(String user, Signed<PoolOrder> offer) {
    return database.call(() -> market.cancelling.cancel(market.user(user), offer.hash(), true));
  }

  private PreviewView previewed(long volume, String poolMax) {
    MarketAnswer answer =
        market.preview.preview(
            market.user("requester"),
            new PreviewRequest(
                "noop", null, null, "XS", volume, null, null, null, null, poolMax, null));
    return ((MarketAnswer.Answered) answer).view();
  }

  private PreviewView sold(long volume, String least, boolean dryRun) {
    MarketAnswer answer =
        database.call(
            () ->
                market.selling.sell(
                    market.user("operator"),
                    new SellRequest(chain.pool(), "XS", volume, least, null, null, dryRun)));
    assertThat(answer).isInstanceOf(MarketAnswer.Answered.class);
    return ((MarketAnswer.Answered) answer).view();
  }

  private MarketAnswer fill(Signed<PoolOrder> offer, long volume) {
    return database.call(
        () ->
            market.filling.fill(
                market.user("requester"),
                new FillRequest(
                    offer.hash().hex(), "noop", null, null, volume, null, null, PARAMS, false)));
  }

  private static List<Boolean> run(List<Callable<Boolean>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private Signed<PoolOrder> publishedPool(long price, long volume) {
    Signed<PoolOrder> signed = pool(price, volume);
    assertThat(publish(market, signed, Optional.empty())).isInstanceOf(Publication.Listed.class);
    return signed;
  }

  private Signed<PoolOrder> pool(long price, long volume) {
    return market.signing.sign(
        "operator",
        new PoolOrder(
            new Address(chain.pool()),
            NanoRlc.of(price),
            volume,
            Tag.NONE,
            0,
            100,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            salt()));
  }

  private Signed<RequestOrder> publishedRequest(long poolMax, long volume) {
    return publishedRequest("requester", poolMax, volume);
  }

  private Signed<RequestOrder> publishedRequest(String key, long poolMax, long volume) {
    Address requester = chain.keys.addressOf(key);
    RequestOrder order =
        new RequestOrder(
            new Apps(database).find("noop").orElseThrow().address(),
            NanoRlc.of(1_000),
            Address.ZERO,
            NanoRlc.ZERO,
            Address.ZERO,
            NanoRlc.of(poolMax),
            requester,
            volume,
            Tag.NONE,
            0,
            1,
            requester,
            Address.ZERO,
            PARAMS,
            salt());
    Signed<RequestOrder> signed = market.signing.sign(key, order);
    assertThat(publish(market, signed, Optional.empty())).isInstanceOf(Publication.Listed.class);
    return signed;
  }

  private Bytes32 salt() {
    return new Bytes32("0x" + String.format("%064x", ++salts));
  }

  private static Publication publish(
      TestMarket by, Signed<? extends Order> signed, Optional<Instant> expires) {
    try {
      return by.publishing.publish(
          OrderKind.of(signed.order()),
          Json.mapper().readTree(OrderForm.write(signed)),
          expires,
          Optional.empty());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ListedOrder found(Signed<? extends Order> signed) {
    return market.book.find(signed.hash()).orElseThrow();
  }

  private BigInteger reserved() {
    return sql.first(
            "select coalesce(sum(reserved), 0) as total from market_order",
            row -> Sql.integer(row, "total"))
        .orElseThrow();
  }

  private TestMarket newNode(Clock clock) {
    return new TestMarket(chain, database, bags, home, clock);
  }
}
