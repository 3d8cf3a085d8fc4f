package io.gridbourse.ejb.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Stops asking somebody who does not answer: after {@link #FAILURES_MAX} failures in a row nobody
 * asks for a pause, which doubles with each failure that follows; then one request tries. Time that
 * is spent on a dead endpoint is thereby bounded, however many ask.
 */
final class Breaker {
  static final int FAILURES_MAX = 3;
  static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  static final Duration PAUSE_MAX = Duration.ofSeconds(30);

  private final Clock clock;
  private int failures;
  private Duration pause = PAUSE_MIN;
  private Instant closedUntil = Instant.MIN;

  Breaker(Clock clock) {
    this.clock = clock;
  }

  /** Whether it may be asked now; after a pause only the first who asks may. */
  synchronized boolean lets() {
    if (failures < FAILURES_MAX) {
      return true;
    }
    Instant now = clock.instant();
    if (now.isBefore(closedUntil)) {
      return false;
    }
    closedUntil = now.plus(pause);
    return true;
  }

  /** Whether all is well. */
  synchronized boolean isWell() {
    return failures < FAILURES_MAX;
  }

  /** It answered, whatever that is worth: who tries may ask on. */
  synchronized void answered() {
    closedUntil = Instant.MIN;
  }

  synchronized void succeeded() {
    failures = 0;
    pause = PAUSE_MIN;
  }

  synchronized void failed() {
    failures++;
    if (failures >= FAILURES_MAX) {
      closedUntil = clock.instant().plus(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
    }
  }
}
