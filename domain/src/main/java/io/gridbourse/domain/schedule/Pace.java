package io.gridbourse.domain.schedule;

import java.time.Duration;

/**
 * How long the tasks of a bag take, and so how large its leases should be. The first leases are
 * probes of one task; sizes may double with every lease that came back, until a lease takes the
 * target time. Towards the end leases shrink so that workers finish together.
 *
 * <p>Not safe for use by several threads: its owner locks it.
 */
public final class Pace {
  /** Tasks that one lease may have: its digests then take 512 KiB. */
  public static final int LEASE_TASKS_MAX = 16_384;

  private static final double NEWEST_SHARE = 0.25;
  private static final double TASK_MILLIS_MIN = 1e-3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int GROWTH = 2;
  private static final int SHARES_PER_WORKER = 2;
  private final Duration target;
  private double taskMillis = Double.NaN;
  private int proven;

  /**
   * A pace that is not known yet.
   *
   * @param target time that one lease should take
   */
  public Pace(Duration target) {
    if (target.isNegative() || target.isZero()) {
      throw new IllegalArgumentException("a lease needs a target time");
    }
    this.target = target;
  }

  /** Notes that {@code tasks} tasks took {@code millis} of computing together. */
  public void observe(int tasks, double millis) {
    if (tasks < 1 || !(millis >= 0) || Double.isInfinite(millis)) {
      return;
    }
    double each = millis / tasks;
    taskMillis = Double.isNaN(taskMillis) ? each : taskMillis + NEWEST_SHARE * (each - taskMillis);
    proven = Math.max(proven, tasks);
  }

  /** Whether a lease has come back. */
  public boolean isKnown() {
    return !Double.isNaN(taskMillis);
  }

  /** The smoothed computing time of one task; zero while unknown. */
  public Duration taskTime() {
    return isKnown() ? Duration.ofNanos((long) (taskMillis * NANOS_PER_MILLI)) : Duration.ZERO;
  }

  /**
   * Tasks that the next lease should have, 1 to {@link #LEASE_TASKS_MAX}.
   *
   * @param left tasks that nobody has taken
   * @param workers that share them, at least 1
   */
  public int leaseTasks(long left, int workers) {
    return leaseTasks(left, workers, target);
  }

  /**
   * The same for a host that should not be given longer leases than this, as it may leave.
   *
   * @param longest above zero
   */
  public int leaseTasks(long left, int workers, Duration longest) {
    if (!isKnown()) {
      return 1;
    }
    Duration aim = longest.compareTo(target) < 0 ? longest : target;
    double fitting = aim.toMillis() / Math.max(taskMillis, TASK_MILLIS_MIN);
    double share = (double) left / ((long) SHARES_PER_WORKER * Math.max(1, workers));
    double size = Math.min(Math.min(fitting, share), (double) proven * GROWTH);
    return (int) Math.max(1, Math.min(LEASE_TASKS_MAX, size));
  }
}
