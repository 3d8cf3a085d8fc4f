package io.gridbourse.domain.proof.ladder;

/**
 * The workers of a trial, of which some lie and all lose a share of what they are given.
 *
 * @param workers how many there are
 * @param liars f, the share of them that lies
 * @param sabotage s, how often a liar lies
 * @param collusion c, how often a lie is the one that all who collude give; other lies are equal to
 *     nobody's
 * @param defecting the share of leases that end without an answer, below 1
 */
public record Crew(int workers, double liars, double sabotage, double collusion, double defecting) {
  public Crew {
    ProofRefusal.atLeast("workers", 1, workers);
    ProofRefusal.share("liars", liars);
    ProofRefusal.share("sabotage", sabotage);
    ProofRefusal.share("collusion", collusion);
    ProofRefusal.shareBelowOne("defecting", defecting);
  }

  /** Workers that never leave, and whose lies all agree. */
  public static Crew colluding(int workers, double liars, double sabotage) {
    return new Crew(workers, liars, sabotage, 1, 0);
  }

  /**
   * The probability that a vote which is not a lie of its own is the common lie: what m-first
   * voting is up against. Full collusion makes it f·s.
   */
  public double phi() {
    double common = liars * sabotage * collusion;
    double right = 1 - liars * sabotage;
    return common + right == 0 ? 0 : common / (common + right);
  }
}
