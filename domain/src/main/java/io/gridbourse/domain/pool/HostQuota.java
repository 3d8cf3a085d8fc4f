package io.gridbourse.domain.pool;

/**
 * How much a host may take in a day, by BOINC's rule: it halves nothing at once, but a host that
 * only fails is soon down to one, and doubles back with its first successes.
 *
 * @param daily q, what a host begins with, at least 1
 * @param now n, what it may take in a day now, at least 1
 */
public record HostQuota(int daily, int now) {
  public HostQuota {
    if (daily < 1 || now < 1) {
      throw new IllegalArgumentException("a quota is at least 1, but is " + now + " of " + daily);
    }
  }

  /** The quota of a new host. */
  public static HostQuota initial(int daily) {
    return new HostQuota(daily, daily);
  }

  /** After a task that failed or was not heard of again. */
  public HostQuota failed() {
    return new HostQuota(daily, Math.max(1, Math.min(daily, now) - 1));
  }

  /** After a task that was returned. */
  public HostQuota returned() {
    return now >= daily ? this : new HostQuota(daily, (int) Math.min(daily, 2L * now));
  }

  /** After a result that proved valid. */
  public HostQuota valid() {
    return valid(1);
  }

  /** After so many results that proved valid, one after the other. */
  public HostQuota valid(long results) {
    return results == 0
        ? this
        : new HostQuota(daily, (int) Math.min(Integer.MAX_VALUE, now + atLeastZero(results)));
  }

  /** After a result that proved wrong. */
  public HostQuota invalid() {
    return invalid(1);
  }

  /** After so many results that proved wrong: they take away what valid ones earned, no more. */
  public HostQuota invalid(long results) {
    long left = now - Math.min(now, atLeastZero(results));
    return now > daily ? new HostQuota(daily, (int) Math.max(daily, left)) : this;
  }

  /** The same where hosts begin with another quota, as with more processors. */
  public HostQuota of(int otherDaily) {
    boolean isWhole = now == daily;
    return otherDaily == daily ? this : new HostQuota(otherDaily, isWhole ? otherDaily : now);
  }

  private static long atLeastZero(long results) {
    if (results < 0) {
      throw new IllegalArgumentException("results are counted from 0, not " + results);
    }
    return Math.min(results, Integer.MAX_VALUE);
  }
}
