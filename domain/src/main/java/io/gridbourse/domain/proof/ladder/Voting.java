package io.gridbourse.domain.proof.ladder;

/**
 * The arithmetic of m-first voting (Sarmenta): an answer is accepted when {@code m} workers gave
 * it. If a vote is wrong with probability {@code phi} and all wrong votes agree, the first m equal
 * votes are wrong exactly when at least m of 2m − 1 votes are.
 */
public final class Voting {
  /** Equal votes that one may ask for. */
  public static final int VOTES_MAX = 128;

  private Voting() {}

  /**
   * The probability that m-first voting accepts a wrong answer: Σ over j from m to 2m−1 of
   * C(2m−1,j)·φʲ·(1−φ)^(2m−1−j).
   *
   * @param m equal votes, 1 to {@link #VOTES_MAX}
   * @param phi f·s, the probability that one vote is wrong, 0 to 1
   */
  public static double error(int m, double phi) {
    requireVotes(m);
    ProofRefusal.share("phi", phi);
    if (phi == 0 || phi == 1) {
      return phi;
    }
    int n = 2 * m - 1;
    double logTerm = m * Math.log(phi) + (n - m) * Math.log1p(-phi);
    for (int i = 1; i <= m; i++) {
      logTerm += Math.log((double) (n - m + i) / i);
    }
    double term = Math.exp(logTerm);
    double sum = 0;
    for (int j = m; j <= n; j++) {
      sum += term;
      term *= (double) (n - j) / (j + 1) * phi / (1 - phi);
    }
    return Math.min(1, sum);
  }

  /** The fewest equal votes whose error is at most {@code epsilon}, or 0 if none are. */
  public static int votesFor(double epsilon, double phi) {
    for (int m = 1; m <= VOTES_MAX; m++) {
      if (error(m, phi) <= epsilon) {
        return m;
      }
    }
    return 0;
  }

  /** How much longer m-first voting takes than no verification: m/(1−f). */
  public static double slowdown(int m, double f) {
    requireVotes(m);
    return m / (1 - ProofRefusal.shareBelowOne("f", f));
  }

  private static void requireVotes(int m) {
    if (m < 1 || m > VOTES_MAX) {
      throw new ProofRefusal("m", "1 to " + VOTES_MAX, m);
    }
  }
}
