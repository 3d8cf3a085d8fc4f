package io.gridbourse.domain.schedule.promise;

/** How many supporting workers are started. */
public sealed interface Sizing {
  /** Credits that one worker costs in an hour where nobody says otherwise. */
  int CREDITS_PER_HOUR = 15;

  /**
   * The number of workers, from 0.
   *
   * @param credits that may be spent
   * @param remainingSeconds until the bag's end; NaN while unknown
   */
  long workers(long credits, double remainingSeconds);

  /**
   * As many as the credits could keep for an hour.
   *
   * @param creditsPerHour that one worker costs, above 0
   */
  record Greedy(double creditsPerHour) implements Sizing {
    public Greedy {
      PromiseRefusal.positive("creditsPerHour", creditsPerHour);
    }

    /** At the published price. */
    public Greedy() {
      this(CREDITS_PER_HOUR);
    }

    @Override
    public long workers(long credits, double remainingSeconds) {
      return (long) (Math.max(0, credits) / creditsPerHour);
    }
  }

  /**
   * As many as the credits can keep until the end, which is taken to be an hour away at least.
   *
   * @param creditsPerHour that one worker costs, above 0
   */
  record Conservative(double creditsPerHour) implements Sizing {
    private static final double SECONDS_PER_HOUR = 3600;

    public Conservative {
      PromiseRefusal.positive("creditsPerHour", creditsPerHour);
    }

    /** At the published price. */
    public Conservative() {
      this(CREDITS_PER_HOUR);
    }

    @Override
    public long workers(long credits, double remainingSeconds) {
      double hours =
          Double.isNaN(remainingSeconds) ? 1 : Math.max(1, remainingSeconds / SECONDS_PER_HOUR);
      return (long) (Math.max(0, credits) / creditsPerHour / hours);
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
