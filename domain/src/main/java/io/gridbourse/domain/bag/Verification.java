package io.gridbourse.domain.bag;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * How a bag's results come to be believed. How far they must be is the order's trust.
 *
 * @param window how long an accepted result may be challenged, {@link #WINDOW_MIN} to {@link
 *     #WINDOW_MAX} in whole seconds; there with {@link Method#OPTIMISTIC} and only there
 * @param assurance what is asked for beyond the trust; nothing with {@link Method#OPTIMISTIC}
 */
public record Verification(Method method, Optional<Duration> window, Assurance assurance) {
  /** By votes, until the order's trust is reached. */
  public static final Verification REPLICATE =
      new Verification(Method.REPLICATE, Optional.empty(), Assurance.NONE);

  /** Shortest window that the ledger takes. */
  public static final Duration WINDOW_MIN = Duration.ofSeconds(1);

  /** Longest window that the ledger takes. */
  public static final Duration WINDOW_MAX = Duration.ofDays(30);

  /** The window of somebody who asked for none. */
  public static final Duration WINDOW_DEFAULT = Duration.ofHours(24);

  /** The greatest trust that a jury can be asked to reach: sixteen new workers who agree. */
  public static final long JURY_TRUST_MAX = 1 << 16;

  public Verification {
    if (window.isPresent() != (method == Method.OPTIMISTIC)) {
      throw new IllegalArgumentException("a window belongs to optimistic verification, and only");
    }
    if (method == Method.OPTIMISTIC && !assurance.isNone()) {
      throw new IllegalArgumentException("optimistic verification asks for one vote, by its bytes");
    }
    window.ifPresent(Verification::requireInRange);
  }

  /** Accepted on one vote per task, and paid when nobody proved it wrong within the window. */
  public static Verification optimistic(Duration window) {
    return new Verification(Method.OPTIMISTIC, Optional.of(window), Assurance.NONE);
  }

  /** By votes, until the order's trust is reached and what is asked for beyond it. */
  public static Verification assured(Assurance assurance) {
    return new Verification(Method.REPLICATE, Optional.empty(), assurance);
  }

  /** Whether a partition is accepted first and settled after its window. */
  public boolean isOptimistic() {
    return method == Method.OPTIMISTIC;
  }

  private static void requireInRange(Duration window) {
    if (window.compareTo(WINDOW_MIN) < 0
        || window.compareTo(WINDOW_MAX) > 0
        || !window.equals(window.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException(
          "a window is 1 s to 30 days in whole seconds, not " + window);
    }
  }

  /** The ways to believe a result. */
  public enum Method {
    /** Several workers compute each task, as often as the trust asks. */
    REPLICATE,
    /** One worker computes each task; whoever doubts a result challenges it before a jury. */
    OPTIMISTIC;

    /** The name that BagSpec uses. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
