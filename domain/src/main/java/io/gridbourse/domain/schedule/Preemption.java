package io.gridbourse.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * When leases are taken back so that another bag need not wait for their end.
 *
 * @param mode for whom
 * @param difference by which a bag's priority must be higher than that of a bag of the same share
 *     holder whose leases are taken back
 * @param patience how long a bag must have waited
 */
public record Preemption(Mode mode, int difference, Duration patience) {
  /** Nothing is ever taken back. */
  public static final Preemption NONE = new Preemption(Mode.NONE, 10, Duration.ofMinutes(1));

  /** The largest difference that priorities can have. */
  public static final int DIFFERENCE_MAX = 200;

  /** For whom leases are taken back. */
  public enum Mode {
    /** For nobody. */
    NONE,
    /** For projects, on workers that a reservation keeps for them and does not lend. */
    RESERVATION,
    /** For these, and for bags of a higher priority that have no worker. */
    PRIORITY;

    /** Whether reservations take back. */
    public boolean heedsReservations() {
      return this != NONE;
    }

    /** Whether priorities take back. */
    public boolean heedsPriorities() {
      return this == PRIORITY;
    }
  }

  public Preemption {
    if (difference < 1 || difference > DIFFERENCE_MAX) {
      throw new IllegalArgumentException("priorities differ by 1 to " + DIFFERENCE_MAX);
    }
  }

  /**
   * A lease that may be taken back.
   *
   * @param lease what it is to whoever asks
   * @param priority of its bag
   * @param saves whether its tasks save what they have done
   * @param since when it was granted
   */
  public record Candidate<L>(L lease, int priority, boolean saves, Instant since) {}

  /** Whether a bag of one priority is so far above another of the same share holder. */
  public boolean isAbove(int priority, int other) {
    return mode.heedsPriorities() && priority - other >= difference;
  }

  /**
   * The leases to take back: those of the lowest priority first, of these those whose tasks save
   * what they have done, and then those that have run for the shortest time.
   *
   * @param wanted how many would do
   */
  public static <L> List<L> chosen(Collection<Candidate<L>> candidates, int wanted) {
    Comparator<Candidate<L>> order =
        Comparator.comparingInt((Candidate<L> each) -> each.priority)
            .thenComparing(each -> !each.saves)
            .thenComparing(Candidate::since, Comparator.reverseOrder());
    return candidates.stream()
        .sorted(order)
        .limit(Math.max(0, wanted))
        .map(Candidate::lease)
        .toList();
  }
}
