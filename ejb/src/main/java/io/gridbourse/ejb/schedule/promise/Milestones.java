package io.gridbourse.ejb.schedule.promise;

/** The shares of a bag at which what is said of its end is kept, to be compared with what came. */
final class Milestones {
  /** The submission. */
  static final int SUBMISSION = 0;

  private static final int[] PERCENT = {10, 25, 50, 75, 90};
  private static final double HUNDRED = 100;

  private Milestones() {}

  /** The last one that a share of completed tasks has reached; 0 before the first. */
  static int reached(double share) {
    int reached = SUBMISSION;
    for (int each : PERCENT) {
      if (share * HUNDRED >= each) {
        reached = each;
      }
    }
    return reached;
  }

  /** The one by whose history a bag is judged: the last that it reached, or else the first. */
  static int teaching(double share) {
    return Math.max(PERCENT[0], reached(share));
  }
}
