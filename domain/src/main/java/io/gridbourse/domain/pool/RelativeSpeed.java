package io.gridbourse.domain.pool;

/**
 * How fast a host is beside the others that worked on the same bags: 1 is as fast as they are, 2
 * twice as fast. Learnt from the times of real tasks, smoothed, and kept within bounds, because a
 * worker says itself how long it computed.
 *
 * @param factor above 0
 * @param leases from which it was learnt, at least 0
 */
public record RelativeSpeed(double factor, long leases) {
  /** A host of which nothing is known. */
  public static final RelativeSpeed UNKNOWN = new RelativeSpeed(1, 0);

  private static final double NEWEST_SHARE = 0.2;
  private static final double FACTOR_MAX = 64;

  /** A benchmark is not the tasks, and nobody watched it. */
  private static final double GUESS_MAX = 4;

  /** Below this a measurement says more about the clock than about the host. */
  private static final double MILLIS_MIN = 1;

  public RelativeSpeed {
    if (!(factor > 0) || Double.isInfinite(factor) || leases < 0) {
      throw new IllegalArgumentException("a speed is above 0, but is " + factor);
    }
  }

  /**
   * What a benchmark lets expect before any task was seen.
   *
   * @param operations a second, by the host's own benchmark; above 0
   * @param usual the same of hosts in the middle; above 0
   */
  public static RelativeSpeed guessed(double operations, double usual) {
    return new RelativeSpeed(Math.max(1 / GUESS_MAX, Math.min(GUESS_MAX, operations / usual)), 0);
  }

  /**
   * After one more lease. Times that are none, or too short to be measured, change nothing.
   *
   * @param expectedMillis computing time that the bag's tasks take on average
   * @param millis computing time that they took here
   */
  public RelativeSpeed after(double expectedMillis, double millis) {
    double ratio = expectedMillis / millis;
    if (!(ratio > 0) || Double.isInfinite(ratio) || !(millis >= MILLIS_MIN)) {
      return this;
    }
    // In logarithms, so that twice as fast and half as fast cancel each other out.
    double bounded = Math.max(1 / FACTOR_MAX, Math.min(FACTOR_MAX, ratio));
    double next =
        Math.exp(Math.log(factor) + NEWEST_SHARE * (Math.log(bounded) - Math.log(factor)));
    return new RelativeSpeed(next, leases + 1);
  }
}
