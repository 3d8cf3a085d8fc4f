package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Allocation;
import io.gridbourse.domain.market.Allocation.Fill;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.MatchRefusal;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.MarketViews.FillView;
import io.gridbourse.domain.wire.MarketViews.MarketOrderView;
import io.gridbourse.domain.wire.MarketViews.PreviewView;
import io.gridbourse.domain.wire.MarketViews.RefusalView;
import io.gridbourse.domain.wire.MarketViews.TradeView;
import io.gridbourse.ejb.settings.PoolSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Orders, trades and matches as the REST interface shows them. */
final class OrderViews {
  private final Apps apps;
  private final PoolNames pools;

  OrderViews(Apps apps, PoolNames pools) {
    this.apps = apps;
    this.pools = pools;
  }

  /** With the names that this installation knows. */
  static OrderViews of(DataSource database, PoolSettings pool) {
    return new OrderViews(
        new Apps(database),
        address ->
            address.equals(pool.address()) ? Optional.of(pool.description()) : Optional.empty());
  }

  /** What a pool is called. */
  @FunctionalInterface
  interface PoolNames {
    Optional<String> nameOf(Address pool);
  }

  MarketOrderView order(ListedOrder listed) {
    Order order = listed.signed().order();
    OrderTerms terms = OrderTerms.of(order);
    return new MarketOrderView(
        listed.signed().hash().hex(),
        listed.kind().name(),
        terms.entry().hex(),
        name(listed.kind(), terms.entry()).orElse(null),
        listed.owner().hex(),
        terms.category().map(number -> Category.numbered(number.intValue()).name()).orElse(null),
        text(terms.price()),
        order.volume(),
        Math.max(0, listed.remaining() - listed.reserved()),
        terms.trust(),
        terms.tag().names(),
        listed.status().name(),
        listed.reason().orElse(null),
        listed.publishedAt(),
        listed.expires().orElse(null),
        unlessZero(terms.app()),
        unlessZero(terms.dataset()),
        unlessZero(terms.pool()),
        unlessZero(terms.requester()));
  }

  TradeView trade(Deals.Recorded recorded) {
    Deal deal = recorded.deal();
    NanoRlc total = deal.prices().total().times(deal.tasks().botSize());
    return new TradeView(
        deal.id().hex(),
        deal.startedAt(),
        deal.category().name(),
        text(deal.prices().pool()),
        text(deal.prices().app()),
        text(deal.prices().dataset()),
        deal.tasks().botSize(),
        text(total),
        deal.app().hex(),
        name(OrderKind.APP, deal.app()).orElse(null),
        unlessZero(deal.dataset()),
        deal.pool().hex(),
        pools.nameOf(deal.pool()).orElse(null),
        deal.requester().hex(),
        recorded.transaction(),
        recorded.block());
  }

  /**
   * What a wish gets.
   *
   * @param deals of the fills, by their hash of the pool order; empty for what is not sent
   */
  PreviewView allocation(Allocation found, Trouble trouble, Map<Fill, String> deals) {
    List<NanoRlc> prices = found.fills().stream().map(Fill::pricePerTask).sorted().toList();
    return new PreviewView(
        found.asked(),
        found.matched(),
        found.isWhole(),
        prices.isEmpty() ? null : text(prices.get(0)),
        prices.isEmpty() ? null : text(prices.get(prices.size() - 1)),
        text(found.total()),
        found.fills().stream().map(fill -> fill(fill, deals.get(fill))).toList(),
        found.refusals().entrySet().stream()
            .sorted(Map.Entry.comparingByKey(Comparator.comparing(MatchRefusal::code)))
            .map(OrderViews::refusal)
            .toList(),
        trouble.reason().orElse(null),
        trouble.remedy().orElse(null));
  }

  /** What keeps a wish from being served whole. */
  record Trouble(Optional<String> reason, Optional<String> remedy) {
    static final Trouble NONE = new Trouble(Optional.empty(), Optional.empty());

    static Trouble of(String reason, String remedy) {
      return new Trouble(Optional.of(reason), Optional.of(remedy));
    }
  }

  private FillView fill(Fill fill, String deal) {
    Quartet orders = fill.orders();
    boolean hasDataset = orders.dataset().order().isPresent();
    return new FillView(
        orders.app().hash().hex(),
        hasDataset ? orders.dataset().hash().hex() : null,
        signedHash(orders.pool()),
        signedHash(orders.request()),
        orders.pool().order().pool().hex(),
        pools.nameOf(orders.pool().order().pool()).orElse(null),
        orders.request().order().requester().hex(),
        fill.volume(),
        text(orders.pool().order().price()),
        text(fill.pricePerTask()),
        text(fill.total()),
        deal);
  }

  /** A draft has no name yet. */
  private static String signedHash(io.gridbourse.domain.market.Signed<?> order) {
    return order.signature().equals("0x") ? null : order.hash().hex();
  }

  private static RefusalView refusal(Map.Entry<MatchRefusal, Long> refusal) {
    return new RefusalView(
        refusal.getKey().name(), refusal.getKey().sentence(), refusal.getValue());
  }

  private Optional<String> name(OrderKind kind, Address entry) {
    return kind == OrderKind.POOL ? pools.nameOf(entry) : apps.find(entry).map(App::name);
  }

  private static String unlessZero(Address address) {
    return address.isZero() ? null : address.hex();
  }

  private static String text(NanoRlc amount) {
    return amount.units().toString();
  }
}
