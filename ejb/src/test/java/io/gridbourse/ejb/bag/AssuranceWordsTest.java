package io.gridbourse.ejb.bag;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.ejb.fixtures.TestMarket;
import org.junit.jupiter.api.Test;

class AssuranceWordsTest {
  @Test
  void theLedgersRuleIsAskedForByAll() {
    BagSpec spec = spec("{confidence: 0.9}");
    assertThat(AssuranceWords.rungs(spec.verification())).containsExactly("replicate");
    assertThat(AssuranceWords.comparator(spec.verification().assurance().likeness()))
        .isEqualTo("bytes");
  }

  @Test
  void rungsAreSaidAsASpecNamesThem() {
    BagSpec spec =
        spec(
            "{verify: [replicate, {vote: {m: 3}}, {credibility: {error: 0.001}},"
                + " {adaptive: {quorum: 2, streak: 10}}, check],"
                + " comparator: {numbers: {tolerance: 0.5, relative: 0}}}");
    assertThat(AssuranceWords.rungs(spec.verification()))
        .containsExactly(
            "replicate",
            "vote {m: 3, liars: 0.2}",
            "credibility {error: 0.001, liars: 0.2}",
            "adaptive {quorum: 2, streak: 10}",
            "check {liars: 0.2, missed: 0}");
    assertThat(AssuranceWords.comparator(spec.verification().assurance().likeness()))
        .isEqualTo("numbers {tolerance: 0.5, relative: 0}");
  }

  @Test
  void oneVoteAndAWindowIsOptimistic() {
    BagSpec spec = spec("{confidence: 0.66, verify: optimistic}");
    assertThat(AssuranceWords.rungs(spec.verification())).containsExactly("optimistic");
  }

  private static BagSpec spec(String trust) {
    return TestMarket.spec(
        """
        apiVersion: gridbourse/v1
        kind: Bag
        spec:
          app: {ref: noop}
          params: {task: {range: "0-3"}}
          trust: %s
        """
            .formatted(trust));
  }
}
