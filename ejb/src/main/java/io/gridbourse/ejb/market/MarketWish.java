package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.MarketViews.FillRequest;
import io.gridbourse.domain.wire.MarketViews.PreviewRequest;
import io.gridbourse.domain.wire.MarketViews.SellRequest;
import io.gridbourse.ejb.market.MarketAnswer.Reason;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody wants of the market, read from a request.
 *
 * @param dataset zero is none
 * @param pool zero is any
 */
record MarketWish(
    Address app,
    Address dataset,
    Address pool,
    Category category,
    long volume,
    long trust,
    Tag tag,
    Limits limits) {
  private static final NanoRlc ANY = new NanoRlc(BigInteger.ONE.shiftLeft(200));

  /** The most, for each part and for a task in all. */
  record Limits(NanoRlc app, NanoRlc dataset, NanoRlc pool, NanoRlc total) {
    static final Limits NONE = new Limits(ANY, ANY, ANY, ANY);
  }

  /** A field that cannot be used; caught where the wish is read. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient MarketAnswer.Refused refusal;

    Unreadable(Reason reason, String field, String detail, String remedy) {
      super(detail, null, false, false);
      this.refusal = new MarketAnswer.Refused(reason, field, detail, remedy);
    }

    MarketAnswer.Refused refusal() {
      return refusal;
    }
  }

  static MarketWish of(PreviewRequest request, Apps apps) {
    return new MarketWish(
        app(request.app(), apps),
        address("dataset", request.dataset()),
        address("pool", request.pool()),
        category(request.category()),
        volume(request.volume()),
        trust(request.trust()),
        tag(request.tags()),
        new Limits(
            price("appMaxPrice", request.appMaxPrice()),
            price("datasetMaxPrice", request.datasetMaxPrice()),
            price("poolMaxPrice", request.poolMaxPrice()),
            ANY));
  }

  /** A wish to fill; its category is that of the order that it names, if it names one. */
  static MarketWish of(FillRequest request, Category category, Address pool, Apps apps) {
    return new MarketWish(
        app(request.app(), apps),
        address("dataset", request.dataset()),
        pool,
        category,
        volume(request.volume()),
        trust(request.trust()),
        Tag.NONE,
        new Limits(ANY, ANY, ANY, price("maxPrice", request.maxPrice())));
  }

  /** A pool's wish to sell: its limit is the least for its computation. */
  static MarketWish of(SellRequest request, long trustMax) {
    NanoRlc least =
        request.minPrice() == null ? NanoRlc.ZERO : price("minPrice", request.minPrice());
    return new MarketWish(
        Address.ZERO,
        Address.ZERO,
        address("pool", request.pool()),
        category(request.category()),
        volume(request.volume()),
        request.trust() == null ? trustMax : trust(request.trust()),
        tag(request.tags()),
        new Limits(ANY, ANY, least, ANY));
  }

  /** The request order that says this, not signed yet. */
  RequestOrder order(Address requester, String params, Bytes32 salt) {
    return new RequestOrder(
        app,
        limits.app,
        dataset,
        limits.dataset,
        pool,
        limits.pool,
        requester,
        volume,
        tag,
        category.number(),
        trust,
        requester,
        Address.ZERO,
        params,
        salt);
  }

  Optional<Address> datasetIfAny() {
    return dataset.isZero() ? Optional.empty() : Optional.of(dataset);
  }

  static Category category(String name) {
    return read("category", name, Category::valueOf, "XS, S, M, L or XL");
  }

  private static Address app(String nameOrAddress, Apps apps) {
    if (nameOrAddress != null && nameOrAddress.matches("0x[0-9a-fA-F]{40}")) {
      return new Address(nameOrAddress);
    }
    return Optional.ofNullable(nameOrAddress)
        .flatMap(apps::find)
        .map(App::address)
        .orElseThrow(
            () ->
                new Unreadable(
                    Reason.UNKNOWN_APP,
                    "app",
                    "no app here is named so",
                    "GET /api/v1/apps lists the apps; others by their address"));
  }

  private static Address address(String field, String text) {
    return text == null ? Address.ZERO : read(field, text, Address::new, "0x and 40 hex digits");
  }

  private static long volume(long volume) {
    if (volume < 1 || volume > Order.VOLUME_MAX) {
      throw invalid("volume", "1 to " + Order.VOLUME_MAX);
    }
    return volume;
  }

  private static long trust(Long trust) {
    if (trust != null && (trust < 0 || trust > Integer.MAX_VALUE)) {
      throw invalid("trust", "0 to " + Integer.MAX_VALUE);
    }
    return trust == null ? 1 : Math.max(1, trust);
  }

  private static Tag tag(List<String> names) {
    return Tag.named(names == null ? List.of() : names)
        .orElseThrow(() -> invalid("tags", "tee, scone, gramine, tdx or gpu"));
  }

  private static NanoRlc price(String field, String text) {
    return text == null ? ANY : read(field, text, NanoRlc::parse, "0 to 2^256 - 1 nRLC");
  }

  private static <T> T read(String field, String text, Function<String, T> parse, String range) {
    try {
      return parse.apply(String.valueOf(text));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw invalid(field, range);
    }
  }

  private static Unreadable invalid(String field, String range) {
    return new Unreadable(
        Reason.VALUE_INVALID, field, field + " must be " + range, "correct the field");
  }
}
