package io.gridbourse.domain.proof.ladder;

import java.util.List;
import java.util.Map;

/**
 * Voting with a fixed number of votes: the answer with most of them, of equals the first. No order
 * can ask for it; trials compare m-first voting with it.
 */
record Plurality(int votes) implements Rung {
  Plurality {
    ProofRefusal.atLeast("votes", 1, votes);
  }

  @Override
  public String method() {
    return "majority";
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> given) {
    Groups<K> groups = new Groups<>(given);
    if (groups.count() < votes) {
      return new Judgement.Open<>(
          votes - groups.count(), groups.count() + " of " + votes + " answers are there");
    }
    Map.Entry<K, List<Vote<K>>> largest = groups.largest();
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            largest.getKey(),
            groups.weighed(vote -> 1),
            1,
            List.of(largest.getValue().size() + " of " + votes + " gave the same answer")));
  }
}
