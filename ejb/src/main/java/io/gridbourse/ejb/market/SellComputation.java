package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Allocation;
import io.gridbourse.domain.market.Allocation.Fill;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.BookOffer;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.MatchEngine;
import io.gridbourse.domain.market.MatchEngine.Offers;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.MarketViews.SellRequest;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.market.MarketAnswer.Reason;
import io.gridbourse.ejb.settings.Settings;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * A market order of a pool's owner: sells computation to the requests in the book that pay best, at
 * their prices. Each match has a pool order of its own, signed by the owner's key, for that
 * requester, app and volume alone.
 */
@Stateless
public class SellComputation {
  private OpenOffers offers;
  private Orders orders;
  private Entries entries;
  private SignOrders signing;
  private PlannedMatches matches;
  private OrderViews views;
  private Settings settings;
  private Clock clock;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public SellComputation() {}

  /** The use case with all that it needs. */
  @Inject
  public SellComputation(
      DataSource database,
      SignOrders signing,
      Entries entries,
      Hub hub,
      Outbox outbox,
      Settings settings,
      Clock clock) {
    Sql sql = new Sql(database);
    this.signing = signing;
    this.offers = new OpenOffers(sql, signing.separator());
    this.orders = new Orders(database, signing.separator());
    this.entries = entries;
    this.matches =
        new PlannedMatches(
            sql, new BagRequests(database), hub, outbox, settings.chain().contracts().hub());
    this.views = OrderViews.of(database, settings.pool());
    this.settings = settings;
    this.clock = clock;
  }

  /** Sells for {@code user}, who owns the pool or operates the one of this installation. */
  public MarketAnswer sell(User user, SellRequest request) {
    try {
      MarketWish wish = MarketWish.of(request, settings.pool().trustMax().value());
      Optional<Seller> seller = seller(user, wish.pool());
      return seller.isPresent()
          ? answered(seller.get(), wish, Boolean.TRUE.equals(request.dryRun()))
          : new MarketAnswer.Refused(
              Reason.NOT_YOUR_POOL,
              "pool",
              wish.pool() + " is not a pool of " + user.account(),
              "name a pool whose owner's key is yours");
    } catch (MarketWish.Unreadable e) {
      return e.refusal();
    }
  }

  /** Whose key signs the pool's orders. */
  private record Seller(Address account, String keyName) {}

  private Optional<Seller> seller(User user, Address pool) {
    Optional<Address> owner = entries.owner(OrderKind.POOL, pool);
    boolean operates = user.has(Role.OPERATOR) && pool.equals(settings.pool().address());
    return owner.flatMap(
        account ->
            account.equals(user.account())
                ? Optional.of(new Seller(account, user.keyName()))
                : operates
                    ? Optional.of(new Seller(account, SubmitBag.SENDER_KEY))
                    : Optional.empty());
  }

  private MarketAnswer answered(Seller seller, MarketWish wish, boolean dryRun) {
    List<BookOffer<RequestOrder>> requests = offers.requests(wish.category().number());
    PoolOrder offer =
        new PoolOrder(
            wish.pool(),
            wish.limits().pool(),
            wish.volume(),
            wish.tag(),
            wish.category().number(),
            wish.trust(),
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            signing.salt());
    Allocation found =
        new MatchEngine(new BookFacts(entries), signing.separator())
            .sell(offer, requests, offersFor(requests));
    OrderViews.Trouble trouble =
        found.isWhole()
            ? OrderViews.Trouble.NONE
            : OrderViews.Trouble.of(
                found.matched() + " of " + wish.volume() + " tasks are asked for at this price",
                "lower minPrice, or publish a pool order and wait");
    if (dryRun) {
      return new MarketAnswer.Answered(views.allocation(found, trouble, Map.of()));
    }
    return send(seller, found, requests, trouble);
  }

  private MarketAnswer send(
      Seller seller,
      Allocation found,
      List<BookOffer<RequestOrder>> requests,
      OrderViews.Trouble trouble) {
    Map<String, Long> available = new TreeMap<>();
    requests.forEach(bid -> available.put(bid.signed().hash().hex(), bid.available()));
    Map<Fill, String> deals = new LinkedHashMap<>();
    List<Fill> sold = new ArrayList<>();
    OrderViews.Trouble seen = trouble;
    matches.lock(found.fills(), fill -> seller.account);
    for (Fill fill : found.fills()) {
      Fill signed = signed(seller, fill);
      Signed<RequestOrder> request = signed.orders().request();
      long left = available.get(request.hash().hex());
      PlannedMatches.Outcome outcome =
          matches.plan(signed, seller.account, request.order().volume() - left, clock.instant());
      if (outcome instanceof PlannedMatches.Outcome.Sent sent) {
        available.put(request.hash().hex(), left - fill.volume());
        deals.put(signed, sent.deal().hex());
        sold.add(signed);
      } else {
        seen =
            OrderViews.Trouble.of(
                ((PlannedMatches.Outcome.NotSent) outcome).detail(),
                "the other requests are served; ask again for the rest");
      }
    }
    return new MarketAnswer.Answered(
        views.allocation(new Allocation(found.asked(), sold, found.refusals()), seen, deals));
  }

  /** The draft of the engine with a salt of its own and the owner's signature. */
  private Fill signed(Seller seller, Fill fill) {
    PoolOrder draft = fill.orders().pool().order();
    PoolOrder order =
        new PoolOrder(
            draft.pool(),
            draft.price(),
            fill.volume(),
            draft.tag(),
            draft.category(),
            draft.trust(),
            draft.appRestrict(),
            draft.datasetRestrict(),
            draft.requesterRestrict(),
            signing.salt());
    Signed<PoolOrder> pool = signing.sign(seller.keyName, order);
    orders.add(pool, seller.account, clock.instant(), Orders.Listing.HIDDEN);
    Quartet four = fill.orders();
    return new Fill(new Quartet(four.app(), four.dataset(), pool, four.request()), fill.volume());
  }

  /** All offers of the apps and datasets that the requests name. */
  private Offers offersFor(List<BookOffer<RequestOrder>> requests) {
    List<BookOffer<AppOrder>> apps = new ArrayList<>();
    List<BookOffer<DatasetOrder>> datasets = new ArrayList<>();
    requests.stream()
        .map(request -> request.order().app())
        .distinct()
        .forEach(app -> apps.addAll(offers.apps(app)));
    requests.stream()
        .map(request -> request.order().dataset())
        .filter(dataset -> !dataset.isZero())
        .distinct()
        .forEach(dataset -> datasets.addAll(offers.datasets(dataset)));
    return new Offers(apps, datasets, List.of());
  }
}
