package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the REST interface shows of the market. Prices are decimal strings in nRLC for one task;
 * where nothing else is said, it is the price of the pool, without app and dataset.
 */
public final class MarketViews {
  private MarketViews() {}

  /** A category's book: asks are pool orders, the cheapest first; bids requests, the best first. */
  public record BookView(
      String category,
      @Nullable String lastPrice,
      @Nullable Instant lastAt,
      @Nullable String bestAsk,
      @Nullable String bestBid,
      List<MarketOrderView> asks,
      List<MarketOrderView> bids,
      List<LevelView> askDepth,
      List<LevelView> bidDepth) {}

  /** All orders of one price; {@code cumulated} is the volume at this price or a better one. */
  public record LevelView(String price, long volume, long cumulated, long orders) {}

  /**
   * An order. {@code entry} is the app, dataset or pool that it offers, of a request its app; app,
   * dataset, pool and requester are whom it admits, absent for anybody.
   */
  public record MarketOrderView(
      String hash,
      String kind,
      String entry,
      @Nullable String name,
      String owner,
      @Nullable String category,
      String price,
      long volume,
      long remaining,
      long trust,
      List<String> tags,
      String status,
      @Nullable String reason,
      Instant publishedAt,
      @Nullable Instant expires,
      @Nullable String app,
      @Nullable String dataset,
      @Nullable String pool,
      @Nullable String requester) {}

  /** A final deal as a trade; {@code total} is what all its tasks cost with app and dataset. */
  public record TradeView(
      String deal,
      Instant at,
      String category,
      String price,
      String appPrice,
      String datasetPrice,
      long volume,
      String total,
      String app,
      @Nullable String appName,
      @Nullable String dataset,
      String pool,
      @Nullable String poolName,
      String requester,
      String transaction,
      long block) {}

  /** Prices of a category over time. */
  public record HistoryView(
      String category, String interval, Instant from, Instant to, List<CandleView> candles) {}

  /** The trades of one interval; intervals without trades have no candle. */
  public record CandleView(
      Instant start,
      String open,
      String high,
      String low,
      String close,
      String average,
      long volume,
      long deals) {}

  /**
   * A request that is not sent yet: what would it match? Prices that are absent are no limit; app
   * and dataset by name or address.
   */
  public record PreviewRequest(
      String app,
      @Nullable String dataset,
      @Nullable String pool,
      String category,
      long volume,
      @Nullable Long trust,
      @Nullable List<String> tags,
      @Nullable String appMaxPrice,
      @Nullable String datasetMaxPrice,
      @Nullable String poolMaxPrice,
      @Nullable Long minFill) {}

  /** What a request would match, the best first; {@code reason} says what is in the way. */
  public record PreviewView(
      long asked,
      long matched,
      boolean whole,
      @Nullable String lowestPrice,
      @Nullable String highestPrice,
      String total,
      List<FillView> fills,
      List<RefusalView> refusals,
      @Nullable String reason,
      @Nullable String remedy) {}

  /** One match; {@code pricePerTask} is app, dataset and pool together. */
  public record FillView(
      String appOrder,
      @Nullable String datasetOrder,
      @Nullable String poolOrder,
      @Nullable String requestOrder,
      String pool,
      @Nullable String poolName,
      String requester,
      long volume,
      String poolPrice,
      String pricePerTask,
      String total,
      @Nullable String deal) {}

  /** How many orders do not match for a reason. */
  public record RefusalView(String reason, String sentence, long orders) {}

  /** An order to be published; its members have the ledger's names. */
  public record OrderRequest(String kind, Map<String, Object> order, @Nullable Instant expires) {}

  /** Cancels an order, on the ledger too if that is wanted. */
  public record CancelRequest(@Nullable Boolean onLedger) {}

  /** Sells a pool's computation to the best requests, at the prices that they pay. */
  public record SellRequest(
      String pool,
      String category,
      long volume,
      @Nullable String minPrice,
      @Nullable Long trust,
      @Nullable List<String> tags,
      @Nullable Boolean dryRun) {}

  /** Takes a pool's offer with an app, a dataset and parameters. */
  public record FillRequest(
      @Nullable String poolOrder,
      String app,
      @Nullable String dataset,
      @Nullable String category,
      long volume,
      @Nullable Long trust,
      @Nullable String maxPrice,
      String params,
      @Nullable Boolean dryRun) {}
}
