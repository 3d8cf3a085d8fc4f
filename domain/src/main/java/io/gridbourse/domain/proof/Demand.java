package io.gridbourse.domain.proof;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.ladder.AdaptiveReplication;
import io.gridbourse.domain.proof.ladder.AnyOf;
import io.gridbourse.domain.proof.ladder.Checked;
import io.gridbourse.domain.proof.ladder.Credible;
import io.gridbourse.domain.proof.ladder.FirstToAgree;
import io.gridbourse.domain.proof.ladder.Mixed;
import io.gridbourse.domain.proof.ladder.Rung;
import java.util.List;
import java.util.Optional;

/**
 * What an order asks of a result before it counts: the trust by which the ledger settles, and rungs
 * of the ladder on top of it. Both must be satisfied.
 */
public final class Demand {
  private final Trust trust;
  private final List<Assurance.Step> steps;
  private final long seed;
  private final Optional<Rung> fixed;

  private Demand(Trust trust, List<Assurance.Step> steps, long seed) {
    this.trust = trust;
    this.steps = steps.stream().filter(step -> !step.isLedgers()).toList();
    this.seed = seed;
    this.fixed = this.steps.stream().anyMatch(Demand::draws) ? Optional.empty() : rung(0);
  }

  /** The ledger's rule alone. */
  public static Demand of(Trust trust) {
    return new Demand(trust, List.of(), 0);
  }

  /**
   * The ledger's rule, and what the order adds to it.
   *
   * @param seed secret: who knows it knows which answers are replicated by adaptive replication
   */
  public static Demand of(Trust trust, Assurance assurance, long seed) {
    return new Demand(trust, assurance.steps(), seed);
  }

  /** What the ledger settles by. */
  public Trust trust() {
    return trust;
  }

  /** Whether one vote may not be enough, so that votes are sealed until all are there. */
  public boolean isSealed() {
    return trust.value() > 1 || steps.stream().anyMatch(Demand::mayNeedOthers);
  }

  /** Whether it matters that a checker looked at an answer and found nothing wrong. */
  public boolean asksForChecks() {
    return steps.stream().anyMatch(Assurance.Check.class::isInstance);
  }

  /** Whether anything is asked for beyond the ledger's rule. */
  public boolean hasRungs() {
    return !steps.isEmpty();
  }

  /**
   * What must be satisfied beyond the ledger's rule.
   *
   * @param firstTask of the lease with the first vote; whether one vote is enough may depend on it
   */
  public Optional<Rung> rungFor(long firstTask) {
    return steps.isEmpty() || fixed.isPresent() ? fixed : rung(firstTask);
  }

  private Optional<Rung> rung(long firstTask) {
    List<Rung> rungs = steps.stream().map(step -> rung(step, firstTask)).toList();
    return rungs.size() > 1 ? Optional.of(new Mixed(rungs)) : rungs.stream().findFirst();
  }

  private Rung rung(Assurance.Step step, long firstTask) {
    if (step instanceof Assurance.Vote vote) {
      return new FirstToAgree(vote.m(), vote.liars());
    }
    if (step instanceof Assurance.Credibility credibility) {
      return new Credible(credibility.liars(), true, credibility.error());
    }
    if (step instanceof Assurance.Adaptive adaptive) {
      return new AdaptiveReplication(adaptive.streak(), adaptive.quorum(), seed, firstTask);
    }
    Assurance.Check check = (Assurance.Check) step;
    // A checker that cannot tell leaves it to votes.
    return new AnyOf(
        List.of(
            new Checked(check.liars(), check.missed()),
            new FirstToAgree(Assurance.VOTES_UNCHECKED, check.liars())));
  }

  private static boolean draws(Assurance.Step step) {
    return step instanceof Assurance.Adaptive;
  }

  private static boolean mayNeedOthers(Assurance.Step step) {
    return !(step instanceof Assurance.Vote vote) || vote.m() > 1;
  }
}
