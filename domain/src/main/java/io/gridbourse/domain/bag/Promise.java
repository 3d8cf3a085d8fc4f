package io.gridbourse.domain.bag;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a requester wants kept: by when the tasks shall be done, and what shall happen if that
 * cannot be.
 *
 * @param within time from the submission on; empty if there is an instant or no deadline
 * @param by the instant; empty if there is a duration or no deadline
 * @param support workers that shall come when the bag needs them
 */
public record Promise(
    Optional<Duration> within, Optional<Instant> by, OnMiss onMiss, Optional<SupportWish> support) {
  /** Nothing is to be kept. */
  public static final Promise NONE = new Promise(Optional.empty(), Optional.empty(), OnMiss.ACCEPT);

  /** The longest time that a deadline may be given, from the submission on. */
  public static final Duration WITHIN_MAX = Duration.ofDays(3_650);

  /** Deadlines are before this. */
  public static final Instant BY_MAX = Instant.parse("2200-01-01T00:00:00Z");

  public Promise {
    // Bags of earlier versions are stored without it.
    within = orEmpty(within);
    by = orEmpty(by);
    support = orEmpty(support);
    if (within.isPresent() && by.isPresent()) {
      throw new IllegalArgumentException("a deadline is a duration or an instant, not both");
    }
    if (within.filter(each -> each.compareTo(WITHIN_MAX) > 0).isPresent()) {
      throw new IllegalArgumentException(
          "a deadline is " + WITHIN_MAX.toDays() + " days away at most");
    }
    if (by.filter(each -> !each.isBefore(BY_MAX)).isPresent()) {
      throw new IllegalArgumentException("a deadline is before " + BY_MAX);
    }
  }

  /** A promise without support. */
  public Promise(Optional<Duration> within, Optional<Instant> by, OnMiss onMiss) {
    this(within, by, onMiss, Optional.empty());
  }

  /** The same with other support. */
  public Promise with(Optional<SupportWish> other) {
    return new Promise(within, by, onMiss, other);
  }

  /** What a submission does if the deadline cannot be kept. */
  public enum OnMiss {
    /** The bag is accepted, and the answer says what to expect. */
    ACCEPT,
    /** The submission is refused. */
    REFUSE
  }

  /** The deadline of a bag that is submitted at {@code submitted}; empty if it has none. */
  public Optional<Instant> deadline(Instant submitted) {
    return by.or(() -> within.map(submitted::plus));
  }

  private static <T> Optional<T> orEmpty(Optional<T> value) {
    return value == null ? Optional.empty() : value;
  }
}
