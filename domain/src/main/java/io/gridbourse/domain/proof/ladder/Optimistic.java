package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.value.Figures;
import java.time.Duration;
import java.util.List;

/**
 * The first answer is taken and can be challenged for a while; a challenge is settled by the
 * ledger's court, where the one who was wrong pays.
 *
 * @param liars the share of results that are assumed to be wrong
 * @param challenged the probability that a wrong result is challenged in time
 * @param window how long a challenge may come
 */
public record Optimistic(double liars, double challenged, Duration window) implements Rung {
  public Optimistic {
    ProofRefusal.share("liars", liars);
    ProofRefusal.share("challenged", challenged);
    if (window.isNegative() || window.isZero()) {
      throw new ProofRefusal("window", "above zero", window);
    }
  }

  @Override
  public String method() {
    return "optimistic";
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    Groups<K> groups = new Groups<>(votes);
    if (groups.isEmpty()) {
      return new Judgement.Open<>(1, "nobody has answered");
    }
    K first = groups.byAnswer().keySet().iterator().next();
    double bound = liars * (1 - challenged);
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            first,
            groups.weighed(vote -> vote.answer().equals(first) ? 1 : 0),
            bound,
            List.of(
                "the first answer is taken and may be challenged for " + window,
                "a share of " + Figures.share(liars) + " of all answers is assumed to be wrong",
                "a wrong one is challenged with a probability of " + Figures.share(challenged),
                "so it stands with at most " + Figures.atMost(bound))));
  }
}
