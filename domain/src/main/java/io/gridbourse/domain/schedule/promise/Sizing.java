package io.gridbourse.domain.schedule.promise;

/** How many supporting workers are started. */
public sealed interface Sizing {
  /** Credits that one worker costs in an hour. */
  int CREDITS_PER_HOUR = 15;

  /**
   * The number of workers, from 0.
   *
   * @param credits that may be spent
   * @param remainingSeconds until the bag's end; NaN while unknown
   */
  long workers(long credits, double remainingSeconds);

  /** As many as the credits could keep for an hour. */
  record Greedy() implements Sizing {
    @Override
    public long workers(long credits, double remainingSeconds) {
      return Math.max(0, credits) / CREDITS_PER_HOUR;
    }
  }

  /** As many as the credits can keep until the end, which is taken to be an hour away at least. */
  record Conservative() implements Sizing {
    private static final double SECONDS_PER_HOUR = 3600;

    @Override
    public long workers(long credits, double remainingSeconds) {
      double hours =
          Double.isNaN(remainingSeconds) ? 1 : Math.max(1, remainingSeconds / SECONDS_PER_HOUR);
      return (long) ((double) Math.max(0, credits) / CREDITS_PER_HOUR / hours);
    }
  }

  /** So many, if there are credits for one turn of each. */
  record Fixed(int count) implements Sizing {
    public Fixed {
      if (count < 1) {
        throw new PromiseRefusal("count", "at least 1", count);
      }
    }

    @Override
    public long workers(long credits, double remainingSeconds) {
      return Math.max(0, Math.min(count, credits));
    }
  }
}
