package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.value.Figures;
import java.util.List;

/**
 * Credibility-based certification: a group of workers that agree is accepted when the probability
 * that it is right reaches 1 − epsilon, given how many spot-checks each of them passed.
 *
 * @param f the share of liars that is assumed at most
 * @param blacklist whether a liar that is caught can never come back
 * @param epsilon the error that is accepted, above 0
 */
public record Credible(double f, boolean blacklist, double epsilon) implements Rung {
  public Credible {
    ProofRefusal.shareBelowOne("f", f);
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new ProofRefusal("epsilon", "a number above 0, at most 1", epsilon);
    }
  }

  @Override
  public String method() {
    return "credibility";
  }

  /** The credibility of a worker. */
  public double credibility(Standing standing) {
    return Credibility.ofWorker(f, standing.checksPassed(), blacklist);
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    return new OddsJudgement(
            method(),
            epsilon,
            1 - f,
            List.of(
                "at most " + Figures.share(f) + " of the workers are assumed to lie",
                "each vote's weight is its worker's credibility after the checks that it passed"))
        .judge(votes, vote -> credibility(vote.standing()));
  }
}
