package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.value.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How many tasks a second each worker answers: a mean over about half a minute, newest first. */
public final class WorkerRates {
  private static final double MEMORY_SECONDS = 30;
  private static final double MILLIS = 1_000;

  /** Below this a worker has been idle for minutes. */
  private static final double RATE_MIN = 1e-3;

  private final Map<Address, Mean> means = new ConcurrentHashMap<>();

  private record Mean(double rate, Instant at) {
    double after(Instant now) {
      double seconds = Math.max(0, Duration.between(at, now).toMillis() / MILLIS);
      return rate * Math.exp(-seconds / MEMORY_SECONDS);
    }
  }

  /** Notes that a worker answered so many tasks. */
  void note(Address worker, int tasks, Instant now) {
    means.merge(
        worker,
        new Mean(tasks / MEMORY_SECONDS, now),
        (old, added) -> new Mean(old.after(now) + added.rate, now));
  }

  /** Tasks a second; empty if the worker has answered nothing lately. */
  public Optional<Double> of(Address worker, Instant now) {
    return Optional.ofNullable(means.get(worker))
        .map(mean -> mean.after(now))
        .filter(rate -> rate >= RATE_MIN);
  }
}
