package io.gridbourse.worker.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waiting times between tries: they double up to a limit, and chance spreads many workers. */
public final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final long LAST_MILLIS = 5_000;

  private final RandomGenerator random;
  private long nextMillis = FIRST_MILLIS;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The wait before the next try: between half of its turn and all of it. */
  public Duration next() {
    long millis = nextMillis / 2 + random.nextLong(nextMillis / 2 + 1);
    nextMillis = Math.min(LAST_MILLIS, nextMillis * 2);
    return Duration.ofMillis(millis);
  }

  /** It worked. */
  public void reset() {
    nextMillis = FIRST_MILLIS;
  }
}
