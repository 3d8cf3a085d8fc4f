package io.gridbourse.domain.proof.ladder;

/**
 * The arithmetic of spot-checks (Sarmenta): workers are given tasks whose answer is known, and
 * cannot tell them from others. {@code f} is the share of liars, {@code s} how often a liar lies,
 * {@code q} the share of work that is a check, {@code n} the results that a worker gave.
 */
public final class SpotChecks {
  private SpotChecks() {}

  /**
   * The share of wrong results when liars are excluded once caught and what they gave is dropped.
   */
  public static double error(double f, double s, double q, int n) {
    ProofRefusal.share("f", f);
    ProofRefusal.share("s", s);
    ProofRefusal.share("q", q);
    ProofRefusal.atLeast("n", 0, n);
    double surviving = f * Math.pow(1 - q * s, n);
    double all = (1 - f) + surviving;
    return all == 0 ? 0 : s * surviving / all;
  }

  /** What {@link #error} is at most, whatever s is: f/((1−f)·q·n·e). */
  public static double bound(double f, double q, int n) {
    ProofRefusal.shareBelowOne("f", f);
    ProofRefusal.share("q", q);
    return Math.min(1, f / ((1 - f) * q * n * Math.E));
  }

  /** The bound when a liar that is caught comes back under a new name: f/(q·l). */
  public static double boundWithoutBlacklist(double f, double q, int lifeOfIdentity) {
    return Math.min(1, ProofRefusal.share("f", f) / (ProofRefusal.share("q", q) * lifeOfIdentity));
  }
}
