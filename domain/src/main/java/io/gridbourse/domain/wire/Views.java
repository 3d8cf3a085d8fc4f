package io.gridbourse.domain.wire;

import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import io.gridbourse.domain.wire.SupportViews.SupportView;
import io.gridbourse.domain.wire.TailViews.CostView;
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

  /**
   * A bag.
   *
   * @param promised the forecast of the submission; absent in lists, as are forecast, support and
   *     insurance
   * @param copiedTasks tasks that were leased although others worked on them, since the bag has run
   *     on this node; absent while it does not
   * @param insurance absent if nobody asked for it
   * @param cost absent in lists, and before there is a deal
   */
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
      String verification,
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
      @Nullable ForecastView forecast,
      @Nullable ForecastView promised,
      @Nullable Long copiedTasks,
      @Nullable SupportView support,
      InsuranceViews.@Nullable BagInsuranceView insurance,
      @Nullable EnergyView energy,
      @Nullable CostView cost,
      List<PartitionView> partitions) {}

  /**
   * A partition of a bag.
   *
   * @param challengeUntil end of the window in which its results may be challenged, if the ledger
   *     accepted them on one vote
   */
  public record PartitionView(
      int number,
      long first,
      long tasks,
      String state,
      Counts counts,
      @Nullable String node,
      long epoch,
      @Nullable String settlementTransaction,
      @Nullable Instant challengeUntil) {}

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
      @Nullable Instant revealedAt,
      TrustViews.@Nullable SampleView sample) {}

  /**
   * Why a result was accepted.
   *
   * @param method SINGLE and VOTE for the ledger's rule alone, else the rungs
   * @param credibility by the ledger's weights: those for the answer by all
   * @param errorBound the answer is wrong with at most this, under the derivation's assumptions
   * @param derivation how the bound follows, step by step
   * @param drawKey the bag's key, once the bag is over: it drew checks and replicas
   * @param acceptance how the ledger came to take it, if that was on one vote
   * @param doubt who voted for it and was caught after it went to the ledger, and what is left
   * @param hosts the class of hosts that all its votes are of; null if the bag asks for none
   */
  public record CertificateView(
      String task,
      String digest,
      String method,
      long trust,
      double credibility,
      String accepted,
      double errorBound,
      List<String> derivation,
      List<VoteView> votes,
      @Nullable String resultsRoot,
      List<String> proof,
      @Nullable String settlementTransaction,
      @Nullable AcceptanceView acceptance,
      @Nullable String drawKey,
      @Nullable String doubt,
      @Nullable String hosts) {}

  /**
   * An acceptance on one vote.
   *
   * @param state OPEN while it may be challenged, OVER after that, RELEASED once it is paid
   * @param sentence what that means for this task
   * @param challengeUntil end of the window
   * @param stake nRLC that a challenger puts up
   * @param bountyMax nRLC that a challenger who is right gets at most
   * @param transaction of the acceptance
   * @param corrected what a jury found instead of the accepted digest
   * @param dispute number of the newest trial about this task
   */
  public record AcceptanceView(
      String state,
      String sentence,
      Instant challengeUntil,
      String stake,
      String bountyMax,
      String transaction,
      @Nullable String corrected,
      @Nullable Long dispute) {}

  /**
   * States of tasks [first, first + count), run-length coded: a letter and a number for each run,
   * such as {@code C120W8}. W waiting, L leased, S sealed, C certified, F failed, X cancelled.
   */
  public record CellsView(String bag, long first, long count, String runs) {}

  /** Why something does or does not run. */
  public record WhyView(
      String subject, String sentence, @Nullable String remedy, List<String> facts) {}

  /** What happened to a task, from submission to payment, in time. */
  public record HistoryView(
      String bag, long index, String task, String deal, List<HistoryLine> lines) {}

  /**
   * One thing that happened to a task, or to a range that it is in.
   *
   * @param where server, worker or ledger
   * @param position in the side record; absent until it is appended, and for what is not in it
   * @param details the fields of its entry
   */
  public record HistoryLine(
      Instant at,
      String where,
      String kind,
      String sentence,
      @Nullable Long position,
      Map<String, String> details,
      @Nullable String transaction,
      @Nullable Long block) {}

  /**
   * The side record's entries on a task with their proof against an anchored root; what it means is
   * in docs/reference/side-record.md.
   *
   * @param index of the task as the ledger counts it
   * @param anchors contract that holds the root
   * @param size entries of the record when it was anchored
   * @param notAnchored entries on the task that were written since
   */
  public record TaskProofView(
      String format,
      String bag,
      String deal,
      long index,
      String task,
      long chainId,
      String anchors,
      @Nullable String anchorTransaction,
      long size,
      String root,
      List<String> peaks,
      List<ProofEntryView> entries,
      long notAnchored) {}

  /**
   * An entry with its path to its peak.
   *
   * @param entry its bytes
   * @param digest of the task, below the root that the entry holds
   */
  public record ProofEntryView(
      long position,
      String entry,
      List<String> path,
      @Nullable String digest,
      @Nullable List<String> digestPath) {}

  /**
   * How far the side record is.
   *
   * @param entries that have their position
   * @param anchors the newest ones
   */
  public record RecordView(
      long entries,
      String root,
      @Nullable String contract,
      String anchorEvery,
      List<AnchorView> anchors) {}

  /** A root on the ledger, or on its way there. */
  public record AnchorView(
      long size,
      String root,
      String state,
      @Nullable String reason,
      @Nullable String transaction,
      @Nullable Long block,
      Instant plannedAt) {}

  /** What came of a wish to anchor now. */
  public record AnchorOutcome(String outcome) {}

  /** What an audit of the side record found. */
  public record RecordAuditView(
      boolean holds,
      long entries,
      String root,
      long anchored,
      int anchors,
      List<RecordFinding> findings) {}

  /** Something that is wrong with the entry at a position. */
  public record RecordFinding(long position, String kind, String sentence) {}

  /** A worker. */
  public record WorkerView(
      String address,
      String name,
      String pool,
      String state,
      List<DriverView> drivers,
      String os,
      String arch,
      String processor,
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
      @Nullable Instant lastSeen,
      @Nullable String paused,
      @Nullable String site,
      Map<String, String> labels,
      @Nullable String accept,
      int gpus,
      Map<String, Integer> resources,
      @Nullable HostView host) {}

  /**
   * What is known of a worker's machine.
   *
   * @param operationsPerSecond on one processor, by the worker's own benchmark; absent if it sent
   *     none
   * @param guestOperationsPerSecond the same for a WebAssembly guest
   * @param diskBytes that were free when it measured
   * @param speed beside the others on the same bags: 1 is as fast as they are
   * @param speedLeases from how many leases that was learnt
   * @param availability share of the time that it is there, 0 to 1
   * @param departuresPerHour that are to be expected while it is there
   * @param energySource METERED, DECLARED or UNKNOWN
   * @param watts that a task draws there; absent while that is unknown
   * @param energy of all that it computed; absent if that is nothing
   * @param energyDays the same of the last days with work or a budget, the newest first
   */
  public record HostView(
      @Nullable Double operationsPerSecond,
      @Nullable Double guestOperationsPerSecond,
      @Nullable Long diskBytes,
      @Nullable Instant measuredAt,
      double speed,
      long speedLeases,
      double availability,
      double departuresPerHour,
      String energySource,
      @Nullable Double watts,
      @Nullable EnergyView energy,
      List<EnergyDayView> energyDays) {}

  /**
   * Energy of tasks as their workers told it.
   *
   * @param joules of the tasks whose energy is known; absent if that is none
   * @param joulesPerTask of the same tasks
   * @param tasks whose energy is known, votes of the same task counted one by one
   * @param unknownTasks whose energy is unknown
   */
  public record EnergyView(
      @Nullable Double joules, @Nullable Double joulesPerTask, long tasks, long unknownTasks) {}

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

  /**
   * An app.
   *
   * @param checker the name of the checker of its results, or {@code wasm:sha256:...} of its module
   * @param checkerFault how often the checker failed by itself, and how it did last
   * @param units of which its results consist, if it can compute them one by one: {@code lines} or
   *     {@code records:64}, of its standard output or, with {@code @} and a path, of a file
   * @param nonDeterministic whether its results differ from run to run
   */
  public record AppView(
      String name,
      String address,
      String driver,
      String content,
      @Nullable String entry,
      @Nullable String checker,
      String owner,
      String price,
      String state,
      @Nullable String checkerFault,
      @Nullable String units,
      boolean nonDeterministic) {}

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

  /**
   * Answer to a dry run, or to a submission that cannot be matched now.
   *
   * @param total of all tasks, without the premium
   * @param premium of the insurance, if the bag wants it
   * @param hosts that could run it now; absent if nothing matches
   */
  public record QuoteView(
      boolean matched,
      @Nullable String pool,
      @Nullable String pricePerTask,
      @Nullable String total,
      long tasks,
      @Nullable String reason,
      @Nullable String remedy,
      @Nullable ForecastView forecast,
      @Nullable String premium,
      @Nullable QuotedHosts hosts) {}

  /**
   * Workers online, by what a bag asks of them.
   *
   * @param eligible those that could run it
   * @param sentence what is most in the way, if nobody could
   * @param facts what each condition leaves out
   */
  public record QuotedHosts(
      int online, int eligible, String sentence, @Nullable String remedy, List<String> facts) {}

  /** A one-time token for a worker to enrol with; shown once. */
  public record EnrolmentToken(String token, String pool, Instant expires) {}

  /** Something that happened, as the event stream tells it. */
  public record EventView(
      long id, Instant at, String kind, @Nullable String bag, Map<String, String> data) {}
}
