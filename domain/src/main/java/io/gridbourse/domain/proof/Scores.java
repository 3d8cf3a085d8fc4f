package io.gridbourse.domain.proof;

/** How a worker's score changes when a partition is settled. */
public final class Scores {
  private Scores() {}

  /**
   * The score after {@code gains} accepted answers that others also gave and {@code losses} wrong
   * or absent ones; gains count first, each loss leaves two thirds, rounded down.
   */
  public static long after(long score, long gains, long losses) {
    long after = Math.addExact(score, gains);
    for (long lost = 0; lost < losses && after > 0; lost++) {
      after = after * 2 / 3;
    }
    return after;
  }
}
