package io.gridbourse.worker.activation;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The load of others has been below a limit for a time. What the worker and its tasks use does not
 * count. Short peaks are smoothed over ten seconds, so that a cron job does not send tasks away.
 */
final class ProcessorIdle implements Condition {
  static final String NAME = "processor-idle";
  static final String USAGE = "write " + NAME + " load=25% for=5m";

  private static final double SMOOTHING_SECONDS = 10;
  private static final double PERCENT = 100;
  private static final double MILLIS = 1_000;

  private final ProcessorTimes times;
  private final double limit;
  private final Duration quiet;
  private Optional<ProcessorTimes.Ticks> before = Optional.empty();
  private Instant lookedAt = Instant.MIN;
  private Instant lastBusy = Instant.MIN;
  private double load;

  /**
   * A condition on the processors.
   *
   * @param limit share of all processors that others may use, 0 to 1
   * @param quiet how long it must have been below
   */
  ProcessorIdle(ProcessorTimes times, double limit, Duration quiet) {
    this.times = times;
    this.limit = limit;
    this.quiet = quiet;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict look(Instant now) {
    Optional<ProcessorTimes.Ticks> read = times.read();
    if (read.isEmpty()) {
      return Verdict.not("the load of the processors is unknown: /proc/stat cannot be read");
    }
    if (before.isEmpty()) {
      // Nobody knows what was before: somebody may have worked until this moment.
      lastBusy = now;
    } else {
      note(before.get(), read.get(), now);
    }
    before = read;
    lookedAt = now;
    if (load > limit) {
      return Verdict.not(
          String.format(
              Locale.ROOT,
              "others use %.0f %% of the processors, more than %.0f %%",
              load * PERCENT,
              limit * PERCENT));
    }
    Duration rest = quiet.minus(Duration.between(lastBusy, now));
    return rest.isNegative() || rest.isZero()
        ? Verdict.HOLDS
        : Verdict.not("the processors must be idle for another " + Words.seconds(rest));
  }

  private void note(ProcessorTimes.Ticks then, ProcessorTimes.Ticks ticks, Instant now) {
    long total = ticks.total() - then.total();
    if (total <= 0) {
      return;
    }
    // A child that nobody waited for takes its time along: what is ours never runs backwards.
    long own = Math.max(0, ticks.own() - then.own());
    double share = Math.max(0, ticks.busy() - then.busy() - own) / (double) total;
    double seconds = Duration.between(lookedAt, now).toMillis() / MILLIS;
    load += (1 - Math.exp(-Math.max(0, seconds) / SMOOTHING_SECONDS)) * (share - load);
    if (load > limit) {
      lastBusy = now;
    }
  }
}
