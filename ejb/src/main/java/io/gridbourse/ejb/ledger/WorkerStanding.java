package io.gridbourse.ejb.ledger;

/**
 * How much a worker's vote counts.
 *
 * @param score as the ledger had it when the deal began
 * @param weight max(score / 3, 3) - 1, as the ledger computes it
 */
public record WorkerStanding(long score, long weight) {
  private static final long SCORE_PER_WEIGHT = 3;
  private static final long FLOOR = 3;

  /** The standing of a score. */
  public static WorkerStanding ofScore(long score) {
    return new WorkerStanding(score, Math.max(score / SCORE_PER_WEIGHT, FLOOR) - 1);
  }
}
