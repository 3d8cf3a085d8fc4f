package io.gridbourse.ejb.schedule.promise;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** How a bag's deadline stands. */
enum PromiseState {
  /** It has no deadline. */
  NONE,
  /** Nothing is known yet that tells. */
  UNKNOWN,
  /** It will rather be kept. */
  ON_TIME,
  /** It will rather be missed. */
  AT_RISK,
  /** It is over, and tasks are open or were given up. */
  MISSED,
  /** All tasks were decided in time. */
  KEPT;

  /** What a probability must gain before a bag at risk is on time again. */
  private static final double RELIEF = 0.1;

  /**
   * The state of a bag that is not done.
   *
   * @param min probability below which a deadline is at risk
   */
  PromiseState next(
      Optional<Instant> deadline, Instant now, OptionalDouble probability, double min) {
    if (deadline.isEmpty()) {
      return NONE;
    }
    if (now.isAfter(deadline.get())) {
      return MISSED;
    }
    if (probability.isEmpty()) {
      return this == NONE ? UNKNOWN : this;
    }
    double needed = this == AT_RISK ? Math.min(1, min + RELIEF) : min;
    return probability.getAsDouble() < needed ? AT_RISK : ON_TIME;
  }
}
