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
import io.gridbourse.domain.proof.ladder.Sampled;
import io.gridbourse.domain.proof.ladder.Voting;
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
  private final double tolerated;
  private final double allowance;
  private final Optional<Rung> fixed;

  /**
   * @param tolerated the share of wrong results of the whole bag; 0 without a budget
   * @param allowance the bound that a certificate may state at most, if there is a budget
   */
  private Demand(
      Trust trust, List<Assurance.Step> steps, long seed, double tolerated, double allowance) {
    this.trust = trust;
    this.steps = steps.stream().filter(step -> !step.isLedgers()).toList();
    this.seed = seed;
    this.tolerated = tolerated;
    this.allowance = allowance;
    this.fixed = this.steps.stream().anyMatch(Demand::draws) ? Optional.empty() : rung(0);
  }

  /** The ledger's rule alone. */
  public static Demand of(Trust trust) {
    return new Demand(trust, List.of(), 0, 0, 0);
  }

  /**
   * The ledger's rule, and what the order adds to it.
   *
   * @param seed secret: who knows it knows which answers are replicated by adaptive replication
   */
  public static Demand of(Trust trust, Assurance assurance, long seed) {
    double tolerated = assurance.tolerated();
    return new Demand(trust, assurance.steps(), seed, tolerated, tolerated);
  }

  /**
   * The demand on tasks whose certificates may state a bound of at most {@code bound}; the same
   * where no budget sets it.
   */
  public Demand within(double bound) {
    return isBudgeted() && bound != allowance
        ? new Demand(trust, steps, seed, tolerated, bound)
        : this;
  }

  /** Whether certificates share one budget of wrong results. */
  public boolean isBudgeted() {
    return tolerated > 0;
  }

  /** The share of wrong results that all certificates together may leave; 0 without a budget. */
  public double tolerated() {
    return tolerated;
  }

  /** The bound that a certificate may state at most, where a budget sets it. */
  public double allowance() {
    return allowance;
  }

  /** What the ledger settles by. */
  public Trust trust() {
    return trust;
  }

  /** Whether one vote may not be enough, so that votes are sealed until all are there. */
  public boolean isSealed() {
    return trust.value() > 1 || steps.stream().anyMatch(Demand::mayNeedOthers);
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
      return new FirstToAgree(isBudgeted() ? votes(vote.liars()) : vote.m(), vote.liars());
    }
    if (step instanceof Assurance.Credibility credibility) {
      return new Credible(
          credibility.liars(), true, isBudgeted() ? allowance : credibility.error());
    }
    if (step instanceof Assurance.Adaptive adaptive) {
      return new AdaptiveReplication(adaptive.streak(), adaptive.quorum(), seed, firstTask);
    }
    if (step instanceof Assurance.Partial partial) {
      Sampled sampled = new Sampled(partial.liars(), partial.wrong(), partial.sample());
      return orVotes(sampled, sampled.bound(), partial.liars());
    }
    Assurance.Check check = (Assurance.Check) step;
    Checked checked = new Checked(check.liars(), check.missed());
    return orVotes(checked, checked.bound(), check.liars());
  }

  /** A check that cannot tell, or may miss more than is left to miss, leaves it to votes. */
  private Rung orVotes(Rung check, double bound, double liars) {
    int m = isBudgeted() ? votes(liars) : Assurance.VOTES_UNCHECKED;
    FirstToAgree votes = new FirstToAgree(m, liars);
    return !isBudgeted() || bound <= allowance ? new AnyOf(List.of(check, votes)) : votes;
  }

  private int votes(double liars) {
    return Voting.votesFor(allowance, liars);
  }

  private static boolean draws(Assurance.Step step) {
    return step instanceof Assurance.Adaptive;
  }

  private static boolean mayNeedOthers(Assurance.Step step) {
    return !(step instanceof Assurance.Vote vote) || vote.m() > 1;
  }
}
