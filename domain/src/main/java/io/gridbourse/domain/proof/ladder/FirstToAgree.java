package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.value.Figures;
import java.util.List;
import java.util.Map;

/**
 * m-first voting: the answer that {@code m} workers gave first.
 *
 * @param m equal votes that are needed
 * @param phi the probability that one vote is wrong: share of liars times how often they lie; wrong
 *     votes are assumed to agree
 */
public record FirstToAgree(int m, double phi) implements Rung {
  public FirstToAgree {
    Voting.error(m, phi);
  }

  /** The voting that keeps the error at most {@code epsilon}. */
  public static FirstToAgree withError(double epsilon, double phi) {
    int m = Voting.votesFor(epsilon, phi);
    if (m == 0) {
      throw new ProofRefusal(
          "epsilon", "what at most " + Voting.VOTES_MAX + " equal votes reach", epsilon);
    }
    return new FirstToAgree(m, phi);
  }

  @Override
  public String method() {
    return "voting";
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    Groups<K> groups = new Groups<>(votes);
    if (groups.isEmpty()) {
      return new Judgement.Open<>(m, "nobody has answered");
    }
    Map.Entry<K, List<Vote<K>>> largest = groups.largest();
    int agree = largest.getValue().size();
    if (agree < m) {
      return new Judgement.Open<>(m - agree, agree + " of " + m + " equal answers are there");
    }
    double bound = Voting.error(m, phi);
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            largest.getKey(),
            groups.weighed(vote -> 1),
            bound,
            List.of(
                m + " workers gave the same answer before any other answer had " + m,
                "each answer is assumed wrong with a probability of "
                    + Figures.share(phi)
                    + ", wrong ones equal",
                "at least "
                    + m
                    + " of "
                    + (2 * m - 1)
                    + " answers are wrong with at most "
                    + Figures.atMost(bound))));
  }
}
