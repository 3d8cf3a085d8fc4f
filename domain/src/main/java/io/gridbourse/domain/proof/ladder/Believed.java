package io.gridbourse.domain.proof.ladder;

import java.util.List;
import java.util.Map;

/**
 * Credibility-based certification where the credibility of each worker is stated instead of
 * computed, as by another installation or in an experiment.
 *
 * @param credibility by worker; nobody else is believed more than a coin
 * @param epsilon the error that is accepted, above 0
 */
public record Believed(Map<String, Double> credibility, double epsilon) implements Rung {
  private static final double COIN = 0.5;

  public Believed {
    credibility = Map.copyOf(credibility);
    credibility.forEach((worker, value) -> ProofRefusal.share("credibility of " + worker, value));
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new ProofRefusal("epsilon", "a number above 0, at most 1", epsilon);
    }
  }

  @Override
  public String method() {
    return "credibility";
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    double mean =
        credibility.values().stream().mapToDouble(Double::doubleValue).average().orElse(COIN);
    return new OddsJudgement(
            method(), epsilon, mean, List.of("the credibility of each worker is as it was stated"))
        .judge(votes, vote -> credibility.getOrDefault(vote.worker(), COIN));
  }
}
