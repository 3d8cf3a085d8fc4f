package io.gridbourse.domain.proof.ladder;

/**
 * How far a worker, and a group of workers that agree, can be believed (Sarmenta).
 *
 * <p>A worker that passed k checks is wrong with a probability of at most f/((1−f)·k·e) if liars
 * are excluded once caught, and f/k if they can come back; before any check, f.
 *
 * <p>Of several groups that disagree at most one is right. With the odds of a group, the product of
 * its members' c/(1−c), the probability that group a is right is odds(a)/(1 + Σ odds): the
 * published quotient of products, divided by Π P(bad). PoCo's group/total is the same with its
 * weights for odds.
 */
public final class Credibility {
  /** Odds stop growing here, so that their products stay numbers. */
  static final double ODDS_MAX = 1e150;

  private Credibility() {}

  /** The credibility of a worker that passed {@code k} checks. */
  public static double ofWorker(double f, int k, boolean blacklist) {
    ProofRefusal.shareBelowOne("f", f);
    ProofRefusal.atLeast("k", 0, k);
    if (k == 0) {
      return 1 - f;
    }
    double wrong = blacklist ? f / ((1 - f) * k * Math.E) : f / k;
    return 1 - Math.min(f, wrong);
  }

  /** c/(1−c). */
  public static double odds(double credibility) {
    ProofRefusal.share("credibility", credibility);
    return credibility >= 1 ? ODDS_MAX : Math.min(ODDS_MAX, credibility / (1 - credibility));
  }

  /** The odds of a group after another member joined. */
  public static double joined(double group, double member) {
    return Math.min(ODDS_MAX, group * member);
  }

  /**
   * The credibility of a group.
   *
   * @param all the sum of the odds of all groups, this one included
   */
  public static double ofGroup(double group, double all) {
    return group / (1 + all);
  }
}
