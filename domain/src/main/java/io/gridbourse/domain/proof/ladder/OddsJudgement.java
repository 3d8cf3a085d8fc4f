package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.value.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Judges votes by the credibility of their workers.
 *
 * @param epsilon the error that is accepted
 * @param newcomer the credibility of a worker that nothing is known of
 * @param assumptions what the credibilities rest on, for the certificate
 */
record OddsJudgement(String method, double epsilon, double newcomer, List<String> assumptions) {
  OddsJudgement {
    assumptions = List.copyOf(assumptions);
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new ProofRefusal("epsilon", "a number above 0, at most 1", epsilon);
    }
  }

  <K> Judgement<K> judge(List<Vote<K>> votes, ToDoubleFunction<Vote<K>> credibility) {
    Groups<K> groups = new Groups<>(votes);
    if (groups.isEmpty()) {
      return new Judgement.Open<>(more(0, 0), "nobody has answered");
    }
    Map<K, Double> odds = odds(groups, credibility);
    double all = odds.values().stream().mapToDouble(Double::doubleValue).sum();
    K best = groups.byAnswer().keySet().iterator().next();
    for (K answer : odds.keySet()) {
      best = odds.getOrDefault(answer, 0.0) > odds.getOrDefault(best, 0.0) ? answer : best;
    }
    double bestOdds = odds.getOrDefault(best, 0.0);
    double reached = Credibility.ofGroup(bestOdds, all);
    if (reached < 1 - epsilon) {
      return new Judgement.Open<>(
          more(bestOdds, all - bestOdds),
          "the best answer is right with "
              + Figures.share(reached)
              + ", wanted is "
              + Figures.share(1 - epsilon));
    }
    List<String> derivation = new ArrayList<>(assumptions);
    derivation.add(
        "the odds of the answer are "
            + Figures.number(bestOdds)
            + ", of all answers "
            + Figures.number(all));
    derivation.add("it is right with odds/(1 + all) = " + Figures.share(reached));
    return new Judgement.Certified<>(
        new Certificate<>(method, best, groups.weighed(credibility), 1 - reached, derivation));
  }

  /** The odds of each answer that counts. */
  static <K> Map<K, Double> odds(Groups<K> groups, ToDoubleFunction<Vote<K>> credibility) {
    Map<K, Double> odds = new LinkedHashMap<>();
    groups
        .byAnswer()
        .forEach(
            (answer, votes) -> {
              double product = 1;
              for (Vote<K> vote : votes) {
                product =
                    Credibility.joined(product, Credibility.odds(credibility.applyAsDouble(vote)));
              }
              odds.put(answer, product);
            });
    return odds;
  }

  /** How many new workers would have to join the best group. */
  private int more(double best, double others) {
    double member = Credibility.odds(newcomer);
    if (member <= 1) {
      return 1;
    }
    double odds = best == 0 ? 1 : best;
    for (int more = 1; more <= Rung.VOTES_MAX; more++) {
      odds = Credibility.joined(odds, member);
      if (Credibility.ofGroup(odds, odds + others) >= 1 - epsilon) {
        return more;
      }
    }
    return Rung.VOTES_MAX;
  }
}
