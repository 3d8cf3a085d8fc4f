package io.gridbourse.domain.pool;

/**
 * How many tasks a host may take in a day, by BOINC's rule: it halves nothing at once, but a host
 * that only fails is soon down to one, and doubles back with its first successes.
 *
 * @param daily q, what a host begins with, at least 1
 * @param now n, what it may take today, at least 1
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
    return new HostQuota(daily, now == Integer.MAX_VALUE ? now : now + 1);
  }

  /** After a result that proved wrong. */
  public HostQuota invalid() {
    return now > daily ? new HostQuota(daily, now - 1) : this;
  }
}
