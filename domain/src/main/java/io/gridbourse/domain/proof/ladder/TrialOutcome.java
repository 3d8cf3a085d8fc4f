package io.gridbourse.domain.proof.ladder;

/**
 * What came of a trial.
 *
 * @param accepted tasks with an accepted answer
 * @param wrong those whose answer is wrong
 * @param votes results that were computed for tasks, jurors' included
 * @param checks results that were computed to look at workers or answers: tasks with a known
 *     answer, samples and challenges, in whole results
 * @param caught workers that failed a check and were excluded
 * @param lost leases that ended without an answer
 */
public record TrialOutcome(
    int tasks, int accepted, int wrong, long votes, double checks, int caught, long lost) {
  /** The share of accepted answers that are wrong. */
  public double errorRate() {
    return accepted == 0 ? 0 : (double) wrong / accepted;
  }

  /** Results that were computed per task, checks left out. */
  public double redundancy() {
    return (double) votes / tasks;
  }

  /** Results that were computed per task, checks included. */
  public double cost() {
    return (votes + checks) / tasks;
  }

  /**
   * The time that it takes over that of one result a task by workers that stay, when all are always
   * busy.
   */
  public double slowdown() {
    return (votes + checks + lost) / tasks;
  }
}
