package io.gridbourse.domain.schedule.promise;

/**
 * Whether a task that is still running is given to a second host: if the probability that the new
 * host is first, times what the time saved is worth, exceeds the price. How long hosts take is
 * assumed to scatter by a factor of e^spread around the estimate, on both hosts alike.
 *
 * <p>For a task whose result needs another vote anyway, the duplicate is that vote: its price is 0.
 *
 * @param spread of the logarithm of times, above 0
 * @param copiesMax copies of one task that may run at once
 * @param from share of completed tasks from which on duplicates are thought of
 */
public record TailRule(double spread, int copiesMax, double from) {
  /** Times scatter by a third, two copies, when nine tenths are done. */
  public static final TailRule USUAL = new TailRule(0.3, 2, 0.9);

  public TailRule {
    PromiseRefusal.positive("spread", spread);
    if (copiesMax < 1) {
      throw new PromiseRefusal("copiesMax", "at least 1", copiesMax);
    }
    if (!(from >= 0 && from <= 1)) {
      throw new PromiseRefusal("from", "0 to 1", from);
    }
  }

  /**
   * A task that runs.
   *
   * @param progress its share that is done, 0 to 1
   * @param elapsedSeconds since it was started
   * @param copies that run, at least 1
   */
  public record Running(double progress, double elapsedSeconds, int copies) {
    /** (1 − progress)/rate, the estimate of LATE; infinite without progress. */
    public double secondsLeft() {
      return progress > 0 ? (1 - progress) * elapsedSeconds / progress : Double.POSITIVE_INFINITY;
    }
  }

  /**
   * What a duplicate would be.
   *
   * @param seconds that the new host would take
   * @param price of the duplicate
   * @param budget that may be spent on it
   * @param valuePerSecond what it is worth to have the result a second earlier
   */
  public record Offer(double seconds, double price, double budget, double valuePerSecond) {}

  /** The probability that a new host, from now on, finishes before the one that runs it. */
  public double probabilityFirst(Running running, double newSeconds) {
    PromiseRefusal.positive("newSeconds", newSeconds);
    double left = running.secondsLeft();
    if (Double.isInfinite(left)) {
      return 1;
    }
    if (left <= 0) {
      return 0;
    }
    return normal(Math.log(left / newSeconds) / (spread * Math.sqrt(2)));
  }

  /** Whether the task should be duplicated. */
  public boolean duplicates(double completedShare, Running running, Offer offer) {
    if (completedShare < from || running.copies() >= copiesMax || offer.price() > offer.budget()) {
      return false;
    }
    double left = running.secondsLeft();
    double saved = left - offer.seconds();
    if (!(saved > 0)) {
      return false;
    }
    double worth = Double.isInfinite(saved) ? Double.MAX_VALUE : saved * offer.valuePerSecond();
    return probabilityFirst(running, offer.seconds()) * worth > offer.price();
  }

  /** The standard normal distribution, by Abramowitz and Stegun 7.1.26: within 1.5e-7. */
  static double normal(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x) / Math.sqrt(2));
    double series =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    double upper = series * Math.exp(-x * x / 2) / 2;
    return x > 0 ? 1 - upper : upper;
  }
}
