package io.gridbourse.domain.pool;

import java.time.LocalDate;

/**
 * What a host may still waste today. BOINC counts every task that a host takes, for its tasks take
 * hours; a lease takes seconds, and such a count would stop honest hosts. So only what came to
 * nothing is counted: leases that failed, and those whose results proved wrong.
 *
 * @param quota how much of that one day bears
 * @param day that {@code failed} is of
 * @param failed leases that came to nothing on that day
 */
public record DailyQuota(HostQuota quota, LocalDate day, int failed) {
  public DailyQuota {
    if (failed < 0) {
      throw new IllegalArgumentException("failed leases are counted from 0, not " + failed);
    }
  }

  /** What a host begins with. */
  public static DailyQuota initial(int daily, LocalDate today) {
    return new DailyQuota(HostQuota.initial(daily), today, 0);
  }

  /** The same on a day: a new one begins with nothing counted, with the quota that was left. */
  public DailyQuota on(LocalDate today) {
    return today.isAfter(day) ? new DailyQuota(quota, today, 0) : this;
  }

  /** After a lease that failed or was not heard of again. */
  public DailyQuota afterFailure() {
    return new DailyQuota(quota.failed(), day, plus(1));
  }

  /** After a lease that was answered. */
  public DailyQuota afterAnswer() {
    HostQuota next = quota.returned();
    return next.equals(quota) ? this : new DailyQuota(next, day, failed);
  }

  /**
   * After answered leases were judged.
   *
   * @param valid leases whose results proved valid; below zero where that is taken back
   * @param invalid leases with results that proved wrong
   */
  public DailyQuota afterJudgement(long valid, long invalid) {
    HostQuota earned = valid < 0 ? quota.invalid(-valid) : quota.valid(valid);
    return new DailyQuota(earned.invalid(invalid), day, plus(invalid));
  }

  private int plus(long more) {
    return failed + (int) Math.min(Integer.MAX_VALUE - failed, more);
  }

  /** The same where hosts begin with another quota. */
  public DailyQuota of(int daily) {
    return new DailyQuota(quota.of(daily), day, failed);
  }

  /** Leases that may still come to nothing today. */
  public int left() {
    return Math.max(0, quota.now() - failed);
  }

  /**
   * Whether the host may be leased more: whoever has all that hosts begin with may; of whom less is
   * left, all leases under way are taken for ones that may fail.
   */
  public boolean admits(long underWay) {
    return left() >= quota.daily() || underWay < left();
  }
}
