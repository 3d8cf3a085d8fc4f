package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Allocation;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.BookOffer;
import io.gridbourse.domain.market.MatchEngine;
import io.gridbourse.domain.market.MatchEngine.Offers;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.market.Submission.Reason;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Finds the cheapest offers that a bag can take, and says what is in the way if there are none. */
final class PlanMatch {
  private static final long POOL_STAKE_PERCENT = 30;
  private static final NanoRlc ANY_PRICE = new NanoRlc(BigInteger.ONE.shiftLeft(200));
  private final Apps apps;
  private final Orders orders;
  private final ContentStore store;
  private final Hub hub;
  private final PoolSettings pool;
  private final OpenOffers offers;
  private final Entries entries;
  private final Bytes32 separator;

  PlanMatch(
      DataSource database,
      SignOrders signing,
      ContentStore store,
      Ledger ledger,
      PoolSettings pool) {
    this.apps = new Apps(database);
    this.separator = signing.separator();
    this.orders = new Orders(database, separator);
    this.offers = new OpenOffers(new Sql(database), separator);
    this.store = store;
    this.hub = ledger.hub;
    this.entries = ledger.entries;
    this.pool = pool;
  }

  /** What the ledger is asked for. */
  record Ledger(Hub hub, Entries entries) {}

  /** The app of a spec, if it can be used. */
  Optional<App> app(BagSpec spec) {
    return apps.find(spec.app()).filter(app -> app.state() == App.State.REGISTERED);
  }

  Plan plan(BagSpec spec, Address requester) {
    Optional<App> app = app(spec);
    List<BookOffer<AppOrder>> appOffers =
        app.map(found -> offers.apps(found.address())).orElse(List.of());
    if (appOffers.isEmpty()) {
      return unknownApp(spec);
    }
    Optional<EqualBytes.Needed> hopeless = EqualBytes.of(app.orElseThrow(), spec);
    if (hopeless.isPresent()) {
      return refused(
          Reason.NON_DETERMINISTIC,
          hopeless.get().field(),
          hopeless.get().detail(),
          hopeless.get().remedy());
    }
    Optional<BagSpec.Input> missing =
        spec.inputs().stream().filter(input -> !store.exists(input.content())).findFirst();
    if (missing.isPresent()) {
      return refused(
          Reason.UNKNOWN_INPUT,
          "spec.inputs",
          missing.get().content() + " for " + missing.get().path() + " is not stored here",
          "put the content first: PUT /api/v1/content");
    }
    List<BookOffer<PoolOrder>> pools =
        offers.pools(spec.market().category().number()).stream()
            .filter(offer -> isWanted(spec.market().pool(), offer.order().pool()))
            .toList();
    Signed<RequestOrder> draft = draft(spec, app.orElseThrow(), requester);
    return buy(draft, new Offers(appOffers, List.of(), pools))
        .map(quartet -> priced(spec, app.orElseThrow(), quartet))
        .orElseGet(() -> noPool(spec));
  }

  /** The cheapest offers that the ledger's rules let a request take whole. */
  private Optional<Quartet> buy(Signed<RequestOrder> request, Offers from) {
    long volume = request.order().volume();
    return new MatchEngine(new BookFacts(entries), separator)
        .buy(request, volume, volume, from).fills().stream()
            .map(Allocation.Fill::orders)
            .findFirst();
  }

  private Plan priced(BagSpec spec, App app, Quartet quartet) {
    Signed<AppOrder> appOrder = quartet.app();
    Signed<PoolOrder> poolOrder = quartet.pool();
    NanoRlc poolPrice = poolOrder.order().price();
    NanoRlc price = appOrder.order().price().plus(poolPrice);
    NanoRlc total = price.times(spec.tasks());
    if (price.compareTo(spec.market().maxPrice()) > 0) {
      return refused(
          Reason.PRICE_ABOVE_MAX,
          "spec.market.maxPrice",
          "one task costs " + price + ", the limit is " + spec.market().maxPrice(),
          "raise spec.market.maxPrice to " + price + ", or wait for a cheaper offer");
    }
    if (total.compareTo(spec.market().budget()) > 0) {
      return refused(
          Reason.OVER_BUDGET,
          "spec.market.budget",
          spec.tasks() + " tasks cost " + total + ", the budget is " + spec.market().budget(),
          "raise spec.market.budget to " + total + ", or ask for fewer tasks");
    }
    Address owner = hub.poolOwner(poolOrder.order().pool());
    NanoRlc stake = poolPrice.percentFloor(POOL_STAKE_PERCENT).times(spec.tasks());
    return new Plan.Fits(app, appOrder, poolOrder, owner, price, total, stake, NanoRlc.ZERO);
  }

  /** Whether the ledger would match four orders for all tasks of the request. */
  boolean fits(Quartet orders) {
    Offers only =
        new Offers(
            only(offers.apps(orders.app().order().app()), orders.app()),
            List.of(),
            only(offers.pools((int) orders.pool().order().category()), orders.pool()));
    return buy(orders.request(), only).isPresent();
  }

  private static <O extends Order> List<BookOffer<O>> only(
      List<BookOffer<O>> offers, Signed<O> wanted) {
    return offers.stream().filter(offer -> offer.signed().hash().equals(wanted.hash())).toList();
  }

  private static Signed<RequestOrder> draft(BagSpec spec, App app, Address requester) {
    RequestOrder order =
        new RequestOrder(
            app.address(),
            ANY_PRICE,
            Address.ZERO,
            NanoRlc.ZERO,
            Address.ZERO,
            ANY_PRICE,
            requester,
            spec.tasks(),
            Tag.NONE,
            spec.market().category().number(),
            spec.trust().value(),
            requester,
            Address.ZERO,
            "",
            Bytes32.ZERO);
    return new Signed<>(order, Bytes32.ZERO, "0x");
  }

  private boolean isWanted(Optional<String> wanted, Address candidate) {
    return wanted.isEmpty()
        || candidate.hex().equalsIgnoreCase(wanted.get())
        || (candidate.equals(pool.address()) && pool.description().equals(wanted.get()));
  }

  private Plan unknownApp(BagSpec spec) {
    Optional<App> app = apps.find(spec.app());
    if (app.isPresent() && app.get().state() == App.State.REGISTERING) {
      return refused(
          Reason.UNKNOWN_APP,
          "spec.app.ref",
          "the app " + spec.app() + " is still being registered on the ledger",
          "try again in a few seconds");
    }
    String detail =
        app.flatMap(App::reason)
            .map(reason -> "the ledger refused the app " + spec.app() + ": " + reason)
            .orElse("no app here is named " + spec.app());
    return refused(Reason.UNKNOWN_APP, "spec.app.ref", detail, "GET /api/v1/apps lists the apps");
  }

  /** Says which of the demands rules the offers out. */
  private Plan noPool(BagSpec spec) {
    List<PoolOrder> all = orders.ofPools().stream().map(Signed::order).toList();
    List<PoolOrder> wanted =
        all.stream().filter(order -> isWanted(spec.market().pool(), order.pool())).toList();
    if (wanted.isEmpty() && spec.market().pool().isPresent()) {
      return refused(
          Reason.NO_POOL_FITS,
          "spec.market.pool",
          "no pool named " + spec.market().pool().orElse("any") + " has an offer",
          "GET /api/v1/pools lists the pools and their offers");
    }
    List<PoolOrder> inCategory =
        wanted.stream()
            .filter(order -> order.category() == spec.market().category().number())
            .toList();
    Optional<String> dead = orders.deadPool(spec.market().category().number());
    if (inCategory.isEmpty() && dead.isPresent()) {
      return refused(
          Reason.POOL_STAKE_LOW,
          "spec.market.pool",
          "the offers of the category are set aside: " + dead.get(),
          "ask the pool's operator to deposit more");
    }
    if (inCategory.isEmpty()) {
      return refused(
          Reason.NO_POOL_FITS,
          "spec.market.category",
          "no pool offers category " + spec.market().category(),
          "choose another category; GET /api/v1/pools lists the offers");
    }
    long trust = inCategory.stream().mapToLong(PoolOrder::trust).max().orElse(0);
    return trust < spec.trust().value()
        ? refused(
            Reason.NO_POOL_FITS,
            "spec.trust.confidence",
            "the pools certify to a trust of " + trust + ", not " + spec.trust().value(),
            "lower spec.trust.confidence to " + (1 - 1.0 / trust))
        : refused(
            Reason.NO_POOL_FITS,
            "spec.params",
            "the offers have too little volume left for " + spec.tasks() + " tasks",
            "ask for fewer tasks, or ask the operator for a new offer");
  }

  /** What an account can still spend: its free money less what planned matches will lock. */
  NanoRlc spendable(Address account, NanoRlc planned) {
    NanoRlc free = hub.balance(account, OptionalLong.empty()).free();
    return free.compareTo(planned) > 0 ? free.minus(planned) : NanoRlc.ZERO;
  }

  static Plan refused(Reason reason, String field, String detail, String remedy) {
    return new Plan.Refused(new Submission.Refused(reason, field, detail, remedy));
  }
}
