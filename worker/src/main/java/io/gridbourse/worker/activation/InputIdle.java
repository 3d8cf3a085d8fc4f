package io.gridbourse.worker.activation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Nobody has used mouse or keyboard for a time, by whichever source saw it last. */
final class InputIdle implements Condition {
  static final String NAME = "input-idle";
  static final String USAGE = "write " + NAME + " for=10m";

  private final List<InputSource> sources;
  private final Duration quiet;

  InputIdle(List<InputSource> sources, Duration quiet) {
    this.sources = List.copyOf(sources);
    this.quiet = quiet;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict look(Instant now) {
    // Each is asked: one that counts must count all along.
    List<Instant> known =
        sources.stream().map(each -> each.lastInput(now)).flatMap(Optional::stream).toList();
    Optional<Instant> last = known.stream().max(Comparator.naturalOrder());
    if (last.isEmpty()) {
      return Verdict.not(
          "when mouse and keyboard were last used is unknown: /proc/interrupts counts none, there"
              + " is no terminal, and the login manager does not answer");
    }
    Duration rest = quiet.minus(Duration.between(last.get(), now));
    return rest.isNegative() || rest.isZero()
        ? Verdict.HOLDS
        : Verdict.not(
            "mouse or keyboard are in use; it waits until they rest for another "
                + Words.seconds(rest));
  }
}
