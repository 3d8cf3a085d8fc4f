package io.gridbourse.domain.pool;

import java.time.Duration;

/**
 * How much of the time a host is there to work, and how soon it leaves. What is long ago weighs
 * less: it counts half after a week. A host of which little is known is taken to be there half of
 * the time and to leave after eight hours; that weighs as much as some hours of history.
 *
 * <p>Times are in seconds of weight: a second that just passed counts as one.
 *
 * @param up seconds there, at least 0
 * @param down seconds away, at least 0
 * @param departures times it left while it was there, at least 0
 */
public record Availability(double up, double down, double departures) {
  /** After this time what happened counts half. */
  public static final Duration HALF_LIFE = Duration.ofDays(7);

  /** A host of which nothing is known. */
  public static final Availability UNKNOWN = new Availability(0, 0, 0);

  private static final double MILLIS = 1_000;
  private static final double HOUR = 3_600;

  /** Seconds that the assumption about unknown hosts weighs, in each of both states. */
  private static final double PRIOR_SECONDS = 2 * HOUR;

  /** Seconds until a host of which nothing is known leaves, on average. */
  private static final double PRIOR_STAY_SECONDS = 8 * HOUR;

  /** One that left some days ago is remembered for it. */
  private static final double KNOWN_DEPARTURES = 0.5;

  private static final double DECAY = Math.log(2) / (HALF_LIFE.toMillis() / MILLIS);

  public Availability {
    if (!(up >= 0) || !(down >= 0) || !(departures >= 0) || Double.isInfinite(up + down)) {
      throw new IllegalArgumentException(
          "an availability is of times that are not negative: " + up + ", " + down);
    }
  }

  /** After some more time in one state; a time below zero counts as none. */
  public Availability after(boolean there, Duration time) {
    double seconds = Math.max(0, time.toMillis() / MILLIS);
    double kept = Math.exp(-DECAY * seconds);
    // The integral of the weights over the stretch: its own beginning counts less than its end.
    double added = (1 - kept) / DECAY;
    return new Availability(
        up * kept + (there ? added : 0), down * kept + (there ? 0 : added), departures * kept);
  }

  /** After it left. */
  public Availability departed() {
    return new Availability(up, down, departures + 1);
  }

  /** Share of the time that it is there, above 0 and below 1. */
  public double fraction() {
    return (up + PRIOR_SECONDS) / (up + down + 2 * PRIOR_SECONDS);
  }

  /** Departures to expect in an hour of presence, above 0: a host that is there has this hazard. */
  public double departuresPerHour() {
    return (departures + 1) / (up + PRIOR_STAY_SECONDS) * HOUR;
  }

  /** Time that a host that is there stays on average. */
  public Duration expectedStay() {
    return Duration.ofMillis((long) (HOUR * MILLIS / departuresPerHour()));
  }

  /**
   * Whether it was watched for long enough to tell it from others: for an hour of presence, or
   * until it left.
   */
  public boolean isKnown() {
    return up >= HOUR || departures >= KNOWN_DEPARTURES;
  }

  /**
   * The share of a time from now on for which it will be there on average, 0 to 1: a chain of two
   * states that leaves with the hazard and comes back so that the share of the time holds.
   */
  public double presence(boolean there, Duration time) {
    double away = 1 - fraction();
    double settling = departuresPerHour() / HOUR / away * time.toMillis() / MILLIS;
    double unsettled = settling > 0 ? -Math.expm1(-settling) / settling : 1;
    return there ? fraction() + away * unsettled : fraction() * (1 - unsettled);
  }

  /**
   * The probability that a host that is there now stays for a time, above 0 and at most 1, if it
   * leaves with a constant hazard.
   */
  public double stays(Duration time) {
    return Math.exp(-departuresPerHour() * Math.max(0, time.toMillis() / MILLIS) / HOUR);
  }
}
