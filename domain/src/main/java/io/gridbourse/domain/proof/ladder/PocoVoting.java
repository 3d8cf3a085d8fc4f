package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.proof.Tally;
import io.gridbourse.domain.value.Figures;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The threshold of iExec's Proof of Contribution, exactly as the ledger computes it.
 *
 * @param trust the order's demand
 */
public record PocoVoting(Trust trust) implements Rung {
  @Override
  public String method() {
    return "poco";
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    Groups<K> groups = new Groups<>(votes);
    Tally<K> tally = new Tally<>();
    groups
        .byAnswer()
        .values()
        .forEach(
            group ->
                group.forEach(
                    vote -> tally.add(vote.answer(), PocoRule.weight(vote.standing().score()))));
    Optional<K> accepted = tally.accepted(trust, Set.of());
    if (accepted.isEmpty()) {
      return new Judgement.Open<>(
          more(tally), "no answer has reached the trust of " + trust.value());
    }
    BigInteger group = tally.group(accepted.get());
    double bound = 1 - PocoRule.credibility(group, tally.total());
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            accepted.get(),
            groups.weighed(vote -> PocoRule.weight(vote.standing().score())),
            bound,
            List.of(
                "the weight of a vote is max(⌊score/3⌋, 3) − 1, that of a group the product",
                "the answer weighs " + group + " of a total of " + tally.total(),
                group + "·" + trust.value() + " > " + tally.total() + "·" + (trust.value() - 1),
                "so the answer is wrong with at most "
                    + Figures.atMost(bound)
                    + ", below 1/"
                    + trust.value())));
  }

  private <K> int more(Tally<K> tally) {
    Optional<K> best = tally.best(Set.of());
    BigInteger group = best.map(tally::group).orElse(BigInteger.ZERO);
    BigInteger others = tally.total().subtract(group);
    int more = 0;
    while (!PocoRule.hasConsensus(group, group.add(others), trust) && more < VOTES_MAX) {
      group = PocoRule.joined(group, PocoRule.weight(0));
      more++;
    }
    return Math.max(1, more);
  }
}
