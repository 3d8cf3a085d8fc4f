package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.value.Figures;
import java.util.List;

/**
 * No verification: the first answer is taken.
 *
 * @param liars the share of results that are assumed to be wrong
 */
public record Unverified(double liars) implements Rung {
  public Unverified {
    ProofRefusal.share("liars", liars);
  }

  @Override
  public String method() {
    return "none";
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    Groups<K> groups = new Groups<>(votes);
    if (groups.isEmpty()) {
      return new Judgement.Open<>(1, "nobody has answered");
    }
    K first = groups.byAnswer().keySet().iterator().next();
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            first,
            groups.weighed(vote -> vote.answer().equals(first) ? 1 : 0),
            liars,
            List.of(
                "the first answer is taken as it is",
                "a share of " + Figures.share(liars) + " of all answers is assumed to be wrong")));
  }
}
