package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Allocation;
import io.gridbourse.domain.market.Allocation.Fill;
import io.gridbourse.domain.market.BookOffer;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.MatchEngine;
import io.gridbourse.domain.market.MatchEngine.Offers;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.MarketViews.FillRequest;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.market.MarketAnswer.Reason;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A market order of a requester: takes the pool order that it names, or the cheapest ones, at once.
 * Each match has a request order of its own, signed by the user's key, with exactly the prices that
 * were found as its limits.
 */
@Stateless
public class FillOrder {
  private OpenOffers offers;
  private Orders orders;
  private Apps apps;
  private Entries entries;
  private SignOrders signing;
  private PlannedMatches matches;
  private OrderViews views;
  private Clock clock;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public FillOrder() {}

  /** The use case with all that it needs. */
  @Inject
  public FillOrder(
      DataSource database,
      SignOrders signing,
      Entries entries,
      Hub hub,
      Outbox outbox,
      ChainSettings chain,
      PoolSettings pool,
      Clock clock) {
    Sql sql = new Sql(database);
    this.signing = signing;
    this.offers = new OpenOffers(sql, signing.separator());
    this.orders = new Orders(database, signing.separator());
    this.apps = new Apps(database);
    this.entries = entries;
    this.matches =
        new PlannedMatches(sql, new BagRequests(database), hub, outbox, chain.contracts().hub());
    this.views = OrderViews.of(database, pool);
    this.clock = clock;
  }

  /** Buys for {@code user}, whose account pays. */
  public MarketAnswer fill(User user, FillRequest request) {
    try {
      return answered(user, request);
    } catch (MarketWish.Unreadable e) {
      return e.refusal();
    }
  }

  private MarketAnswer answered(User user, FillRequest request) {
    Optional<PoolOrder> named = named(request);
    Category category =
        named
            .map(order -> Category.numbered((int) order.category()))
            .orElseGet(() -> MarketWish.category(request.category()));
    Address pool = named.map(PoolOrder::pool).orElse(Address.ZERO);
    MarketWish wish = MarketWish.of(request, category, pool, apps);
    String params = params(request);
    Offers open = only(offers.to(wish.app(), wish.datasetIfAny(), category.number()), request);
    RequestOrder draft = wish.order(user.account(), params, Bytes32.ZERO);
    Allocation found =
        new MatchEngine(new BookFacts(entries), signing.separator())
            .buy(
                new Signed<>(draft, draft.hash(signing.separator()), "0x"), wish.volume(), 1, open);
    Allocation payable = within(found, wish.limits().total());
    OrderViews.Trouble trouble = PreviewMatch.trouble(payable, wish, open);
    if (Boolean.TRUE.equals(request.dryRun())) {
      return new MarketAnswer.Answered(views.allocation(payable, trouble, Map.of()));
    }
    if (payable.fills().isEmpty()) {
      return new MarketAnswer.Refused(
          Reason.NOTHING_FITS,
          "maxPrice",
          trouble.reason().orElse("no offer fits"),
          trouble.remedy().orElse("ask with dryRun for the reasons"));
    }
    return send(user, wish, params, payable, trouble);
  }

  private MarketAnswer send(
      User user, MarketWish wish, String params, Allocation found, OrderViews.Trouble trouble) {
    Map<Fill, String> deals = new LinkedHashMap<>();
    OrderViews.Trouble seen = trouble;
    matches.lock(found.fills(), this::poolOwner);
    for (Fill fill : found.fills()) {
      Fill signed = signed(user, wish, params, fill);
      PlannedMatches.Outcome outcome = matches.plan(signed, poolOwner(signed), 0, clock.instant());
      if (outcome instanceof PlannedMatches.Outcome.Sent sent) {
        deals.put(signed, sent.deal().hex());
        continue;
      }
      PlannedMatches.Outcome.NotSent not = (PlannedMatches.Outcome.NotSent) outcome;
      if (deals.isEmpty()) {
        return new MarketAnswer.Refused(
            not.reason() == Submission.Reason.NO_FUNDS ? Reason.NO_FUNDS : Reason.POOL_STAKE_LOW,
            "volume",
            not.detail(),
            "ask for fewer tasks, or see that the money is in the hub");
      }
      seen = OrderViews.Trouble.of(not.detail(), "ask for the rest once that is mended");
      break;
    }
    Allocation sentOnly =
        new Allocation(found.asked(), List.copyOf(deals.keySet()), found.refusals());
    return new MarketAnswer.Answered(views.allocation(sentOnly, seen, deals));
  }

  private Address poolOwner(Fill fill) {
    return orders.find(fill.orders().pool().hash()).orElseThrow().owner();
  }

  /** A request order for one match, which allows what was found and no more. */
  private Fill signed(User user, MarketWish wish, String params, Fill fill) {
    Quartet four = fill.orders();
    RequestOrder order =
        new RequestOrder(
            wish.app(),
            four.app().order().price(),
            wish.dataset(),
            four.dataset().order().price(),
            four.pool().order().pool(),
            four.pool().order().price(),
            user.account(),
            fill.volume(),
            wish.tag(),
            wish.category().number(),
            wish.trust(),
            user.account(),
            Address.ZERO,
            params,
            signing.salt());
    Signed<RequestOrder> request = signing.sign(user.keyName(), order);
    orders.add(request, user.account(), clock.instant(), Orders.Listing.HIDDEN);
    return new Fill(new Quartet(four.app(), four.dataset(), four.pool(), request), fill.volume());
  }

  /** The fills that cost at most {@code limit} a task; they come by price. */
  private static Allocation within(Allocation found, NanoRlc limit) {
    List<Fill> fills =
        found.fills().stream().filter(fill -> fill.pricePerTask().compareTo(limit) <= 0).toList();
    return new Allocation(found.asked(), fills, found.refusals());
  }

  private Optional<PoolOrder> named(FillRequest request) {
    if (request.poolOrder() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          orders
              .find(new Bytes32(request.poolOrder()))
              .filter(listed -> listed.kind() == OrderKind.POOL && listed.available() > 0)
              .map(listed -> (PoolOrder) listed.signed().order())
              .orElseThrow(FillOrder::unknownOrder));
    } catch (IllegalArgumentException e) {
      throw unknownOrder();
    }
  }

  private static MarketWish.Unreadable unknownOrder() {
    return new MarketWish.Unreadable(
        Reason.UNKNOWN_ORDER,
        "poolOrder",
        "no open pool order has this hash",
        "GET /api/v1/market/book shows the offers");
  }

  private static Offers only(Offers open, FillRequest request) {
    List<BookOffer<PoolOrder>> pools =
        open.pools().stream()
            .filter(
                offer ->
                    request.poolOrder() == null
                        || offer.signed().hash().hex().equalsIgnoreCase(request.poolOrder()))
            .toList();
    return new Offers(open.apps(), open.datasets(), pools);
  }

  private static String params(FillRequest request) {
    String params = request.params() == null ? "" : request.params();
    if (params.getBytes(StandardCharsets.UTF_8).length > OrderReader.PARAMS_BYTES_MAX) {
      throw new MarketWish.Unreadable(
          Reason.VALUE_INVALID,
          "params",
          "params has more than " + OrderReader.PARAMS_BYTES_MAX + " bytes",
          "put large inputs as content");
    }
    return params;
  }
}
