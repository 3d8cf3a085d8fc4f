package io.gridbourse.web.market;

import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.MarketViews.BookView;
import io.gridbourse.domain.wire.MarketViews.FillRequest;
import io.gridbourse.domain.wire.MarketViews.HistoryView;
import io.gridbourse.domain.wire.MarketViews.PreviewRequest;
import io.gridbourse.domain.wire.MarketViews.PreviewView;
import io.gridbourse.domain.wire.MarketViews.SellRequest;
import io.gridbourse.domain.wire.MarketViews.TradeView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.market.DealFilter;
import io.gridbourse.ejb.market.FillOrder;
import io.gridbourse.ejb.market.MarketAnswer;
import io.gridbourse.ejb.market.MarketQueries;
import io.gridbourse.ejb.market.PreviewMatch;
import io.gridbourse.ejb.market.SellComputation;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.Needs;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The market: books, trades, prices, previews, market orders. */
@Path("/v1/market")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@org.eclipse.microprofile.openapi.annotations.tags.Tag(name = "market")
public class MarketResource {
  private static final Map<String, Duration> INTERVALS =
      Map.of(
          "1m", Duration.ofMinutes(1),
          "5m", Duration.ofMinutes(5),
          "15m", Duration.ofMinutes(15),
          "1h", Duration.ofHours(1),
          "4h", Duration.ofHours(4),
          "1d", Duration.ofDays(1));
  private static final int CANDLES_STANDARD = 200;

  @Inject private MarketQueries market;

  @Inject private PreviewMatch previewMatch;

  @EJB private SellComputation sellComputation;

  @EJB private FillOrder fillOrder;

  @Inject private Caller caller;

  @Inject private Clock clock;

  /** A category's book, the best orders first. */
  @GET
  @Path("book")
  @Operation(summary = "Offers, requests, depth and last price of a category")
  public BookView book(
      @QueryParam("category") String category,
      @QueryParam("tag") List<String> tags,
      @QueryParam("trust") @DefaultValue("0") long trust,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    Tag tag =
        Tag.named(tags)
            .orElseThrow(
                () ->
                    Problems.invalid(
                        "tag", "There is no such tag.", "tee, scone, gramine, tdx, gpu"));
    return market.book(
        new MarketQueries.BookWish(category(category), tag, trust, Limits.rows(limit)));
  }

  /** Final deals, the newest first. */
  @GET
  @Path("trades")
  @Operation(summary = "List trades, newest first")
  public Page<TradeView> trades(
      @QueryParam("category") String category,
      @QueryParam("app") String app,
      @QueryParam("pool") String pool,
      @QueryParam("mine") @DefaultValue("false") boolean mine,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("cursor") String cursor) {
    DealFilter filter = new DealFilter();
    if (category != null) {
      filter.category(category(category).number());
    }
    if (app != null) {
      filter.entry(OrderKind.APP, address("app", app));
    }
    if (pool != null) {
      filter.entry(OrderKind.POOL, address("pool", pool));
    }
    if (mine) {
      filter.party(caller.user().account());
    }
    if (cursor != null) {
      before(filter, cursor);
    }
    int rows = Limits.rows(limit);
    List<TradeView> trades = market.trades(filter, rows);
    TradeView last = trades.size() < rows ? null : trades.get(trades.size() - 1);
    return new Page<>(trades, last == null ? null : last.at() + "_" + last.deal());
  }

  /** Prices over time. */
  @GET
  @Path("history")
  @Operation(summary = "Prices and volumes of a category by interval")
  public HistoryView history(
      @QueryParam("category") String category,
      @QueryParam("interval") @DefaultValue("1h") String interval,
      @QueryParam("from") String from,
      @QueryParam("to") String to) {
    Duration step = INTERVALS.get(interval);
    if (step == null) {
      throw Problems.invalid("interval", "There is no such interval.", "1m, 5m, 15m, 1h, 4h, 1d");
    }
    Instant end = to == null ? clock.instant() : instant("to", to);
    Instant start =
        from == null ? end.minus(step.multipliedBy(CANDLES_STANDARD)) : instant("from", from);
    boolean fits =
        start.isBefore(end)
            && Duration.between(start, end).dividedBy(step) <= MarketQueries.CANDLES_MAX;
    if (!fits) {
      throw Problems.invalid(
          "from",
          "The time from 'from' to 'to' has no or too many intervals.",
          "1 to " + MarketQueries.CANDLES_MAX + " intervals");
    }
    return market.history(category(category), step, start, end);
  }

  /** What a request would match now. */
  @POST
  @Path("preview")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "What a request would match, and why the rest would not")
  public PreviewView preview(PreviewRequest request) {
    return view(previewMatch.preview(caller.user(), present(request)));
  }

  /** Sells a pool's computation at market price. */
  @POST
  @Path("sell")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs({Role.PROVIDER, Role.OPERATOR})
  @Operation(summary = "Sell a pool's computation to the best requests, at their prices")
  public PreviewView sell(SellRequest request) {
    return view(sellComputation.sell(caller.user(), present(request)));
  }

  /** Buys computation at market price. */
  @POST
  @Path("fill")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.REQUESTER)
  @Operation(summary = "Take a pool's order, or the cheapest, with app, dataset and parameters")
  public PreviewView fill(FillRequest request) {
    return view(fillOrder.fill(caller.user(), present(request)));
  }

  private static <T> T present(T request) {
    if (request == null) {
      throw Problems.invalid("body", "The body must hold a request.", null);
    }
    return request;
  }

  private static PreviewView view(MarketAnswer answer) {
    if (answer instanceof MarketAnswer.Refused refused) {
      int status =
          switch (refused.reason()) {
            case NOT_YOUR_POOL -> 403;
            case UNKNOWN_APP, UNKNOWN_ORDER, VALUE_INVALID -> 422;
            case NOTHING_FITS, NO_FUNDS, POOL_STAKE_LOW -> 409;
          };
      throw Problems.refused(
          status, refused.reason(), refused.detail(), refused.field(), refused.remedy());
    }
    return ((MarketAnswer.Answered) answer).view();
  }

  private static Category category(String name) {
    try {
      return Category.valueOf(String.valueOf(name));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("category", "There is no such category.", "XS, S, M, L, XL");
    }
  }

  private static Address address(String field, String text) {
    try {
      return new Address(text);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(field, "This is no address.", "0x and 40 hex digits");
    }
  }

  private static Instant instant(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (java.time.format.DateTimeParseException e) {
      throw Problems.invalid(field, "This is no time.", "RFC 3339, such as 2026-01-31T00:00:00Z");
    }
  }

  private static void before(DealFilter filter, String cursor) {
    String[] parts = cursor.split("_", -1);
    if (parts.length != 2 || !parts[1].matches("0x[0-9a-f]{64}")) {
      throw Problems.invalid("cursor", "This is no cursor of this list.", null);
    }
    filter.before(instant("cursor", parts[0]), parts[1]);
  }
}
