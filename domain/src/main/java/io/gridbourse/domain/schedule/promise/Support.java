package io.gridbourse.domain.schedule.promise;

/**
 * The supporting workers of one bag: started once, when the trigger fires, as many as the credits
 * allow; paid by the turn while they work; stopped when idle, when the bag is done, or when the
 * credits are gone.
 */
public final class Support {
  /** How long a turn is that costs one credit: 15 credits are an hour. */
  public static final double TURN_SECONDS = 3600.0 / Sizing.CREDITS_PER_HOUR;

  private final String bag;
  private final Strategy strategy;
  private final Credits credits;
  private boolean started;
  private boolean over;

  /** When supporting workers come, how many, and what they do. */
  public record Strategy(Trigger trigger, Sizing sizing, Deployment deployment) {}

  /**
   * What is to be done after a turn.
   *
   * @param paid credits that the turn cost
   * @param stop workers to be stopped
   */
  public record Turn(long paid, int stop) {}

  /** Support for a bag, for which credits have been set aside. */
  public Support(String bag, Strategy strategy, Credits credits) {
    this.bag = bag;
    this.strategy = strategy;
    this.credits = credits;
  }

  /** How it was set up. */
  public Strategy strategy() {
    return strategy;
  }

  /** How many workers are to be started now; more than none only once. */
  public long start(Progress progress, double alpha) {
    boolean done = progress.completedShare() >= 1;
    if (started || over || done || !strategy.trigger().fires(progress)) {
      return 0;
    }
    started = true;
    return strategy
        .sizing()
        .workers(credits.left(bag), Prediction.remainingSeconds(progress, alpha));
  }

  /**
   * Pays for a turn of those that work, in advance, and says who must stop: idle ones always, busy
   * ones that cannot be paid.
   */
  public Turn turn(Progress progress, int busy, int idle) {
    if (over || progress.completedShare() >= 1) {
      end();
      return new Turn(0, busy + idle);
    }
    long paid = credits.spend(bag, busy);
    if (paid < busy) {
      end();
      return new Turn(paid, busy + idle - (int) paid);
    }
    return new Turn(paid, idle);
  }

  /** Whether nothing more will be started or paid. */
  public boolean isOver() {
    return over;
  }

  private void end() {
    over = true;
    credits.release(bag);
  }
}
