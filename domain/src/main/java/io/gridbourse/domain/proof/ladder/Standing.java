package io.gridbourse.domain.proof.ladder;

/**
 * What is known of a worker when its vote is weighed.
 *
 * @param score its reputation on the ledger, from 0
 * @param checksPassed tasks with a known answer that it answered rightly
 * @param streak replicated results that were validated since the last one that was not
 */
public record Standing(long score, int checksPassed, int streak) {
  /** Nothing is known: an identity that is new weighs least. */
  public static final Standing NEW = new Standing(0, 0, 0);

  public Standing {
    if (score < 0) {
      throw new ProofRefusal("score", "at least 0", score);
    }
    ProofRefusal.atLeast("checksPassed", 0, checksPassed);
    ProofRefusal.atLeast("streak", 0, streak);
  }
}
