package io.gridbourse.domain.schedule.promise;

/**
 * How much longer something takes that has run for a while and does not say how far it is. Its
 * duration scatters by a factor of e^spread around what is expected; with a small probability its
 * host has stalled and it never ends. The longer it runs beyond what is expected, the more likely
 * the host has stalled (Bayes).
 *
 * @param spread of the logarithm of durations, above 0
 * @param stalled probability that a host stalls, above 0 and at most 1
 */
public record TimeLeft(double spread, double stalled) {
  /** Times scatter by a third, and one lease in a hundred stalls. */
  public static final TimeLeft USUAL = new TimeLeft(0.3, 0.01);

  private static final double HALF = 0.5;
  private static final double WIDEST = 8;
  private static final int BISECTIONS = 60;

  public TimeLeft {
    PromiseRefusal.positive("spread", spread);
    PromiseRefusal.share("stalled", stalled);
  }

  /** The probability that the host has stalled, after {@code elapsed} seconds. */
  public double stalledAfter(double expected, double elapsed) {
    return stalled / (stalled + (1 - stalled) * running(expected, elapsed));
  }

  /**
   * The time from now that is as likely too short as too long; infinite if the host has rather
   * stalled than not.
   *
   * @param expected seconds in all, above 0
   * @param elapsed seconds so far, from 0
   */
  public double medianSeconds(double expected, double elapsed) {
    PromiseRefusal.positive("expected", expected);
    PromiseRefusal.notNegative("elapsed", elapsed);
    double there = stalled + (1 - stalled) * running(expected, elapsed);
    double target = (HALF * there - stalled) / (1 - stalled);
    if (target <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double low = -WIDEST;
    double high = WIDEST;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (1 - TailRule.normal(middle) > target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(0, expected * Math.exp(spread * high) - elapsed);
  }

  /** The same as a task that runs, for rules that go by its progress. */
  public TailRule.Running running(double expected, double elapsed, int copies) {
    double left = medianSeconds(expected, elapsed);
    double progress = Double.isInfinite(left) ? 0 : elapsed / Math.max(elapsed + left, 1e-9);
    return new TailRule.Running(progress, elapsed, copies);
  }

  /** The probability that it still runs after {@code elapsed} seconds if its host works. */
  private double running(double expected, double elapsed) {
    return elapsed > 0 ? 1 - TailRule.normal(Math.log(elapsed / expected) / spread) : 1;
  }
}
