package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the REST interface shows. Amounts are decimal strings in nRLC, times RFC 3339, lists are
 * never null; a field that has no value yet is absent.
 */
public final class Views {
  private Views() {}

  /** A page of a list; {@code nextCursor} is absent on the last one. */
  public record Page<T>(List<T> items, @Nullable String nextCursor) {
    /**
     * A page out of rows that were asked for with one more than a page may hold: that row only
     * tells that there is a next page.
     *
     * @param limit rows of the page, at least one
     * @param cursor what to go on after, from the last row shown
     */
    public static <R, T> Page<T> of(
        List<R> rows, int limit, Function<R, T> view, Function<R, String> cursor) {
      boolean more = rows.size() > limit;
      List<R> shown = more ? rows.subList(0, limit) : rows;
      return new Page<>(
          shown.stream().map(view).toList(), more ? cursor.apply(shown.get(limit - 1)) : null);
    }
  }

  /** An RFC 9457 problem. {@code code} is stable; field, limit and remedy help to mend it. */
  public record Problem(
      String type,
      String title,
      int status,
      String code,
      String detail,
      @Nullable String field,
      @Nullable String limit,
      @Nullable String remedy) {}

  /** Who and what this installation is. */
  public record About(
      String product,
      String version,
      long chainId,
      String hub,
      String token,
      Instant serverTime,
      @Nullable String user,
      @Nullable String account,
      List<String> roles) {}

  /** Tasks of a bag or partition by state; they sum to its tasks. */
  public record Counts(long waiting, long leased, long sealed, long certified, long failed) {}

  /** A bag. */
  public record BagView(
      String id,
      String name,
      @Nullable String project,
      Map<String, String> labels,
      String requester,
      String app,
      String state,
      @Nullable String reason,
      boolean cancelRequested,
      long tasks,
      Counts counts,
      long trust,
      double confidence,
      String category,
      @Nullable String pool,
      @Nullable String poolName,
      @Nullable String pricePerTask,
      String budget,
      String spent,
      String deal,
      @Nullable String matchTransaction,
      Instant submittedAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Double tasksPerSecond,
      @Nullable Instant predictedEnd,
      List<PartitionView> partitions) {}

  /** A partition of a bag. */
  public record PartitionView(
      int number,
      long first,
      long tasks,
      String state,
      Counts counts,
      @Nullable String node,
      long epoch,
      @Nullable String settlementTransaction) {}

  /**
   * A task. Lists leave votes and certificate out, and tell reason, result and digest only if they
   * are asked to. {@code resultText} is the beginning of a result that is text.
   */
  public record TaskView(
      String bag,
      long index,
      String task,
      String state,
      @Nullable String reason,
      List<String> command,
      @Nullable Long resultBytes,
      @Nullable String resultText,
      @Nullable String digest,
      List<VoteView> votes,
      @Nullable CertificateView certificate) {}

  /** One worker's contribution to a task. */
  public record VoteView(
      String worker,
      @Nullable String workerName,
      String lease,
      String state,
      @Nullable Long weight,
      @Nullable String digest,
      @Nullable Instant leasedAt,
      @Nullable Instant committedAt,
      @Nullable Instant revealedAt) {}

  /** Why a result was accepted. */
  public record CertificateView(
      String task,
      String digest,
      String method,
      long trust,
      double credibility,
      String accepted,
      List<VoteView> votes,
      @Nullable String resultsRoot,
      List<String> proof,
      @Nullable String settlementTransaction) {}

  /**
   * States of tasks [first, first + count), run-length coded: a letter and a number for each run,
   * such as {@code C120W8}. W waiting, L leased, S sealed, C certified, F failed, X cancelled.
   */
  public record CellsView(String bag, long first, long count, String runs) {}

  /** Why something does or does not run. */
  public record WhyView(
      String subject, String sentence, @Nullable String remedy, List<String> facts) {}

  /** A worker. */
  public record WorkerView(
      String address,
      String name,
      String pool,
      String state,
      List<DriverView> drivers,
      String os,
      String arch,
      int cpus,
      long memoryBytes,
      long score,
      long weight,
      String pledge,
      long leases,
      long tasksAccepted,
      long tasksRejected,
      @Nullable Double tasksPerSecond,
      Instant enrolledAt,
      @Nullable Instant lastSeen) {}

  /** A way to run tasks on a worker. */
  public record DriverView(String name, boolean enabled, int isolation, List<String> notes) {}

  /** A pool. */
  public record PoolView(
      String address,
      String description,
      String owner,
      int workersOnline,
      int workers,
      List<PoolOfferView> offers) {}

  /** What a pool sells in one category. */
  public record PoolOfferView(
      String category, String pricePerTask, long trustMax, long volumeLeft, String orderHash) {}

  /** An app. */
  public record AppView(
      String name,
      String address,
      String driver,
      String content,
      @Nullable String entry,
      @Nullable String checker,
      String owner,
      String price,
      String state) {}

  /** A deal. */
  public record DealView(
      String deal,
      String bag,
      String app,
      String dataset,
      String pool,
      String requester,
      String appPrice,
      String datasetPrice,
      String poolPrice,
      String category,
      long trust,
      long botFirst,
      long botSize,
      String workerStake,
      Instant startedAt,
      Instant finalDeadline,
      String state,
      String transaction,
      long block,
      List<PartitionView> partitions) {}

  /**
   * An account on the ledger at one block. It is named after its worker or its key; {@code users}
   * are the users of this installation that act with it.
   */
  public record AccountView(
      String address,
      @Nullable String name,
      String role,
      List<String> users,
      String free,
      String locked,
      String pledged,
      String wallet,
      long block) {}

  /** Answer to a dry run, or to a submission that cannot be matched now. */
  public record QuoteView(
      boolean matched,
      @Nullable String pool,
      @Nullable String pricePerTask,
      @Nullable String total,
      long tasks,
      @Nullable String reason,
      @Nullable String remedy) {}

  /** A one-time token for a worker to enrol with; shown once. */
  public record EnrolmentToken(String token, String pool, Instant expires) {}

  /** Registers an app from content that was put before. */
  public record AppRequest(
      String name,
      String driver,
      String content,
      @Nullable String entry,
      @Nullable String checker,
      String price) {}

  /** Something that happened, as the event stream tells it. */
  public record EventView(
      long id, Instant at, String kind, @Nullable String bag, Map<String, String> data) {}
}
