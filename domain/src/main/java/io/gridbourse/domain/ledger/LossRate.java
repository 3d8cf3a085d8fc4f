package io.gridbourse.domain.ledger;

/**
 * How likely a task is to go wrong by one peril: a Beta distribution over its probability.
 *
 * <p>It begins with a prior, takes in what was seen of the pool at large, and then, with the mean
 * of that as its own prior, what was seen of the pool with the app in question. So a pair that was
 * never seen is judged by its pool, and a pool that was never seen by the prior. Experience beyond
 * {@link #TASKS_MAX} tasks counts in proportion, because tasks of one bag go wrong together and say
 * less than their number.
 *
 * @param bad pseudo-count of tasks that went wrong, above 0
 * @param good pseudo-count of the others, above 0
 */
public record LossRate(double bad, double good) {
  /** The prior: as if 1 of 50 tasks had gone wrong. */
  public static final LossRate PRIOR = new LossRate(1, 49);

  /** Tasks that a level of experience counts at most. */
  public static final long TASKS_MAX = 1_000;

  /** How much the pool at large weighs against what was seen of the pair, in tasks. */
  private static final double POOL_STRENGTH = 50;

  public LossRate {
    if (!(bad > 0) || !(good > 0)) {
      throw new IllegalArgumentException("a Beta distribution needs counts above 0");
    }
  }

  /**
   * The rate after what was seen.
   *
   * @param pool of the pool with all apps
   * @param pair of the pool with this app
   */
  public static LossRate after(Experience pool, Experience pair) {
    double mean = PRIOR.seen(pool).mean();
    return new LossRate(POOL_STRENGTH * mean, POOL_STRENGTH * (1 - mean)).seen(pair);
  }

  /** The posterior: Beta-Binomial, counts are added. */
  LossRate seen(Experience experience) {
    Experience counted = experience.atMost(TASKS_MAX);
    return new LossRate(bad + counted.bad(), good + (counted.all() - counted.bad()));
  }

  /** The expected share of tasks that go wrong, between 0 and 1. */
  public double mean() {
    return bad / (bad + good);
  }

  /** The standard deviation of the probability. */
  public double deviation() {
    double all = bad + good;
    return Math.sqrt(bad * good / (all * all * (all + 1)));
  }
}
