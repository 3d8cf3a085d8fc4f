package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.proof.sample.Units;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.AppRequest;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.LedgerCalls;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.data.ContentNames;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.market.Registration.Reason;
import io.gridbourse.ejb.market.Registration.Refused;
import io.gridbourse.ejb.proof.checker.AppCheckers;
import io.gridbourse.ejb.proof.checker.Checkers;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Registers an app: its content is looked at, its registration goes to the ledger, its owner's
 * offer is signed. Registering the same again changes nothing.
 */
@Stateless
public class RegisterApp {
  private static final NanoRlc PRICE_MAX = NanoRlc.of((1L << 53) - 1);
  private static final Set<String> DRIVERS = Set.of(App.WASM, App.PROCESS, App.CONTAINER);

  private Apps apps;
  private Orders orders;
  private ContentCheck check;
  private ImageCheck images;
  private ContentStore store;
  private Hub hub;
  private Outbox outbox;
  private SignOrders signing;
  private Address registry;
  private Clock clock;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public RegisterApp() {}

  /** The use case with all that it needs. */
  @Inject
  public RegisterApp(
      DataSource database,
      ContentStore store,
      Hub hub,
      Outbox outbox,
      SignOrders signing,
      ChainSettings settings,
      Clock clock) {
    this.apps = new Apps(database);
    this.orders = new Orders(database, signing.separator());
    this.check = new ContentCheck(store);
    this.images = new ImageCheck(store);
    this.store = store;
    this.hub = hub;
    this.outbox = outbox;
    this.signing = signing;
    this.registry = settings.contracts().appRegistry();
    this.clock = clock;
  }

  /** Registers for {@code user}, whose account owns the app. */
  public Registration register(User user, AppRequest request) {
    try {
      Optional<Refused> refusal =
          formRefusal(request).or(() -> unknown(request)).or(() -> checkerRefusal(request));
      if (refusal.isPresent()) {
        return refusal.get();
      }
      Entry entry = entry(request);
      return entry.refusal.isPresent() ? entry.refusal.get() : store(user, request, entry.name);
    } catch (UncheckedIOException e) {
      return new Refused(
          Reason.CONTENT_UNKNOWN,
          "content",
          "the content cannot be read: " + e.getCause().getMessage(),
          "put it again");
    }
  }

  private static Optional<Refused> formRefusal(AppRequest request) {
    if (request.name() == null || !request.name().matches("[a-z0-9][a-z0-9._-]{0,62}")) {
      return refused(
          Reason.NAME_INVALID,
          "name",
          "a name is 1 to 63 of a-z 0-9 . _ - and begins with a letter or digit",
          "choose such a name");
    }
    if (!DRIVERS.contains(request.driver() == null ? "" : request.driver())) {
      return refused(
          Reason.DRIVER_UNKNOWN,
          "driver",
          "the drivers are wasm, process and container",
          "choose one");
    }
    if (request.checker() != null
        && !request.checker().matches("[a-z0-9][a-z0-9._-]{0,62}|wasm:sha256:[0-9a-f]{64}")) {
      return refused(
          Reason.CHECKER_INVALID,
          "checker",
          "a checker is a name of 1 to 63 of a-z 0-9 . _ -, or wasm:sha256: and 64 hex digits",
          "name one of " + Checkers.all().names() + ", or a module, or leave it out");
    }
    if (request.units() != null && !(isWasm(request) && unitsOf(request).isPresent())) {
      return refused(
          Reason.UNITS_INVALID,
          "units",
          "the units of a wasm app are " + Units.FORM,
          "write such as lines or records:64@out.bin, or leave it out");
    }
    return priceOf(request).isPresent()
        ? Optional.empty()
        : refused(
            Reason.PRICE_INVALID,
            "price",
            "a price is 0 to " + PRICE_MAX.units() + " nRLC per task",
            "write a whole number of nRLC");
  }

  private static boolean isWasm(AppRequest request) {
    return request.driver().equals("wasm");
  }

  private static Optional<Units> unitsOf(AppRequest request) {
    return Optional.ofNullable(request.units())
        .flatMap(Units::parse)
        .filter(units -> units.file().map(ContentNames::isSafe).orElse(true));
  }

  private static Optional<NanoRlc> priceOf(AppRequest request) {
    try {
      return Optional.of(Quantities.amount(request.price() == null ? "0" : request.price()))
          .filter(price -> price.compareTo(PRICE_MAX) <= 0);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private Optional<Refused> unknown(AppRequest request) {
    try {
      Sha256 content = Sha256.parse(request.content());
      return store.exists(content)
          ? Optional.empty()
          : unknownContent(content + " is not stored here");
    } catch (IllegalArgumentException | NullPointerException e) {
      return unknownContent("content must be sha256: and 64 lower-case hex digits");
    }
  }

  /** What of the content is run, or why nothing of it can be. */
  private record Entry(Optional<String> name, Optional<Refused> refusal) {}

  private Entry entry(AppRequest request) {
    Sha256 content = Sha256.parse(request.content());
    Optional<String> named = Optional.ofNullable(request.entry());
    try {
      if (request.driver().equals(App.WASM)) {
        return new Entry(Optional.empty(), check.wasm(content));
      }
      if (request.driver().equals(App.CONTAINER)) {
        ImageCheck.Looked looked = images.look(content, named);
        return new Entry(looked.image().map(Sha256::toString), looked.refusal());
      }
      if (named.filter(ContentNames::isSafe).isEmpty()) {
        return new Entry(
            Optional.empty(),
            refused(
                Reason.ENTRY_INVALID,
                "entry",
                "the driver process needs the path of the program within the bundle",
                "name a file of the bundle as entry"));
      }
      return new Entry(named, check.bundle(content, named.get()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why the module that is to check results cannot do so. */
  private Optional<Refused> checkerRefusal(AppRequest request) {
    if (request.checker() == null || !request.checker().startsWith(AppCheckers.MODULE)) {
      return Optional.empty();
    }
    if (!AppCheckers.areModulesServed()) {
      return noChecker(
          "this server was started without the worker's jars, which run modules",
          "name one of " + Checkers.all().names() + ", or leave checker out");
    }
    Sha256 module = Sha256.parse(request.checker().substring(AppCheckers.MODULE.length()));
    if (!store.exists(module)) {
      return noChecker(module + " is not stored here", "put it first: PUT /api/v1/content");
    }
    if (store.size(module).orElse(0) > AppCheckers.MODULE_BYTES_MAX) {
      return noChecker(
          "a checker has at most " + AppCheckers.MODULE_BYTES_MAX + " bytes", "shrink it");
    }
    try {
      return check.wasm(module).flatMap(refused -> noChecker(refused.detail(), refused.remedy()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Refused> noChecker(String detail, String remedy) {
    return refused(Reason.CHECKER_INVALID, "checker", detail, remedy);
  }

  private Registration store(User user, AppRequest request, Optional<String> entry) {
    App app = app(user, request, entry);
    Optional<App> before = apps.find(request.name());
    if (before.isPresent()) {
      return sameOrTaken(before.get(), app);
    }
    AppOrder order = AppOrder.open(app.address(), app.price(), Order.VOLUME_MAX, signing.salt());
    Signed<AppOrder> signed = signing.sign(user.keyName(), order);
    Instant now = clock.instant();
    String intent = "app:" + app.address().hex();
    if (!apps.add(app, user.keyName(), intent, signed.hash(), now)) {
      return apps.find(request.name()).map(other -> sameOrTaken(other, app)).orElse(taken(app));
    }
    orders.add(signed, app.owner(), now, Orders.Listing.SHOWN);
    outbox.plan(
        intent,
        user.keyName(),
        registry,
        LedgerCalls.createApp(app.owner(), app.name(), app.multiaddr(), app.content()));
    return new Registration.Accepted(app.view());
  }

  private App app(User user, AppRequest request, Optional<String> entry) {
    App app =
        new App(
            request.name(),
            Address.ZERO,
            user.account(),
            request.driver(),
            Sha256.parse(request.content()),
            entry,
            Optional.ofNullable(request.checker()),
            priceOf(request).orElseThrow(),
            App.State.REGISTERING,
            Optional.empty());
    return app.with(unitsOf(request))
        .nonDeterministic(Boolean.TRUE.equals(request.nonDeterministic()))
        .at(hub.predictApp(user.account(), app.name(), app.multiaddr(), app.content()));
  }

  private static Registration sameOrTaken(App before, App wanted) {
    boolean same =
        before.address().equals(wanted.address())
            && before.entry().equals(wanted.entry())
            && before.checker().equals(wanted.checker())
            && before.units().equals(wanted.units())
            && before.isNonDeterministic() == wanted.isNonDeterministic()
            && before.price().equals(wanted.price());
    return same ? new Registration.Accepted(before.view()) : taken(wanted);
  }

  private static Registration taken(App wanted) {
    return new Refused(
        Reason.NAME_TAKEN,
        "name",
        "another app is named " + wanted.name(),
        "choose another name, such as " + wanted.name() + "-2");
  }

  private static Optional<Refused> unknownContent(String detail) {
    return refused(Reason.CONTENT_UNKNOWN, "content", detail, "put it first: PUT /api/v1/content");
  }

  private static Optional<Refused> refused(
      Reason reason, String field, String detail, String remedy) {
    return Optional.of(new Refused(reason, field, detail, remedy));
  }
}
