package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the REST interface says of leases that are slow, of a bag's tail, and of what it costs. */
public final class TailViews {
  private TailViews() {}

  /**
   * The tail of a bag.
   *
   * @param taskSeconds what a task is taken to last at present; absent before a lease came back
   * @param running leases that are not answered yet
   * @param slow of them, those that take longer than expected by more than a third
   * @param stragglers the slowest running leases, those that lag most first
   * @param times how long tasks took; absent before any was answered
   * @param pace how the bag went against a bag without a tail; absent before nine tenths are done
   */
  public record TailView(
      String bag,
      Instant at,
      @Nullable Double taskSeconds,
      int running,
      int slow,
      List<StragglerView> stragglers,
      @Nullable TimesView times,
      @Nullable PaceView pace) {}

  /**
   * A lease that is under work.
   *
   * @param first index of its first task
   * @param expectedSeconds what it was taken to last; absent before a lease of the bag came back
   * @param expectedEnd as likely before as after; absent where its worker has rather stalled
   * @param stalled probability that its worker has stalled, 0 to 1
   * @param state RUNNING, SLOW or STALLED
   * @param workers at work on the same tasks, its own worker among them
   * @param supporting whether its worker was brought in for the bag
   * @param sentence how slow it is, and why it is copied or not
   */
  public record StragglerView(
      String lease,
      String worker,
      @Nullable String workerName,
      long first,
      int count,
      Instant since,
      double seconds,
      @Nullable Double expectedSeconds,
      @Nullable Instant expectedEnd,
      double stalled,
      String state,
      int workers,
      boolean supporting,
      String sentence) {}

  /**
   * Seconds that tasks took, as their workers say; tasks of one lease count with its average.
   *
   * @param median to a fifth, as are {@code low} (a tenth is below) and {@code high} (a tenth is
   *     above)
   * @param bins the distribution, by ranges that grow by a fifth each
   */
  public record TimesView(
      long tasks,
      double least,
      double low,
      double median,
      double mean,
      double high,
      double most,
      List<BinView> bins) {}

  /** Tasks that took from {@code from} up to {@code to} seconds. */
  public record BinView(double from, double to, long tasks) {}

  /**
   * How long a bag took against one without a tail.
   *
   * @param bodySeconds until nine tenths of the tasks were decided, tc(0.9)
   * @param idealSeconds tc(0.9)/0.9
   * @param seconds that it took, or has taken
   * @param slowdown {@code seconds} by {@code idealSeconds}
   */
  public record PaceView(
      double bodySeconds, double idealSeconds, double seconds, double slowdown) {}

  /**
   * What a bag costs, in nRLC. What was reserved is paid, due, still possible or comes back.
   *
   * @param reserved for all of its tasks
   * @param paid for tasks that the ledger has settled
   * @param due for tasks that are certified and not settled yet
   * @param possible for tasks that may still be certified
   * @param refunded or to be refunded, for tasks that were given up or cancelled
   */
  public record CostView(
      String reserved, String paid, String due, String possible, String refunded) {}
}
