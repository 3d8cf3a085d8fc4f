package io.gridbourse.domain.proof.ladder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Groups<K> groups = new Groups<>(votes);
    if (groups.isEmpty()) {
      return new Judgement.Open<>(more(0, 0), "nobody has answered");
    }
    Map<K, Double> odds = odds(groups);
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
          "the best answer is right with " + reached + ", wanted is " + (1 - epsilon));
    }
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            best,
            groups.weighed(vote -> credibility(vote.standing())),
            1 - reached,
            List.of(
                "at most " + f + " of the workers are assumed to lie",
                "each vote's weight is its worker's credibility after the checks that it passed",
                "the odds of the answer are " + bestOdds + ", of all answers " + all,
                "it is right with odds/(1 + all) = " + reached)));
  }

  /** The odds of each answer that counts. */
  <K> Map<K, Double> odds(Groups<K> groups) {
    Map<K, Double> odds = new LinkedHashMap<>();
    groups
        .byAnswer()
        .forEach(
            (answer, votes) -> {
              double product = 1;
              for (Vote<K> vote : votes) {
                product =
                    Credibility.joined(product, Credibility.odds(credibility(vote.standing())));
              }
              odds.put(answer, product);
            });
    return odds;
  }

  /** How many new workers would have to join the best group. */
  private int more(double best, double others) {
    double member = Credibility.odds(1 - f);
    if (member <= 1) {
      return 1;
    }
    double odds = best == 0 ? 1 : best;
    for (int more = 1; more <= VOTES_MAX; more++) {
      odds = Credibility.joined(odds, member);
      if (Credibility.ofGroup(odds, odds + others) >= 1 - epsilon) {
        return more;
      }
    }
    return VOTES_MAX;
  }
}
