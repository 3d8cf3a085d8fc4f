package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.value.Figures;
import java.util.List;
import java.util.Optional;

/**
 * A check of the result itself: by the application's checker, or by computing a part of it again.
 *
 * @param liars the share of results that are assumed to be wrong before the check
 * @param missed the probability that the check passes a wrong result
 */
public record Checked(double liars, double missed) implements Rung {
  public Checked {
    ProofRefusal.share("liars", liars);
    ProofRefusal.share("missed", missed);
  }

  /**
   * Some units of the output are computed again, drawn after the result was committed. A result
   * with {@code wrong} of {@code units} wrong units escapes when none of them is drawn:
   * C(units−wrong, drawn)/C(units, drawn).
   *
   * @param units of which an output consists, as lines or tiles, at least 1
   * @param drawn units computed again, 0 to {@code units}
   * @param wrong the fewest wrong units that make a result worthless, 1 to {@code units}
   */
  public static Checked partially(double liars, int units, int drawn, int wrong) {
    ProofRefusal.atLeast("units", 1, units);
    if (drawn < 0 || drawn > units) {
      throw new ProofRefusal("drawn", "0 to " + units, drawn);
    }
    if (wrong < 1 || wrong > units) {
      throw new ProofRefusal("wrong", "1 to " + units, wrong);
    }
    double missed = 1;
    for (int i = 0; i < drawn && missed > 0; i++) {
      missed *= Math.max(0, (double) (units - wrong - i) / (units - i));
    }
    return new Checked(liars, missed);
  }

  /** By Bayes: how probably an answer that passed is wrong, at most. */
  public double bound() {
    double wrong = liars * missed;
    double right = 1 - liars;
    return wrong + right == 0 ? 1 : wrong / (wrong + right);
  }

  @Override
  public String method() {
    return "check";
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    Groups<K> groups = new Groups<>(votes);
    Optional<Vote<K>> passed =
        groups.byAnswer().values().stream()
            .flatMap(List::stream)
            .filter(vote -> vote.check() == Vote.Check.PASSED)
            .findFirst();
    if (passed.isEmpty()) {
      return new Judgement.Open<>(1, "no answer has passed its check");
    }
    K answer = passed.get().answer();
    double bound = bound();
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            answer,
            groups.weighed(vote -> vote.check() == Vote.Check.PASSED ? 1 : 0),
            bound,
            List.of(
                "a share of " + Figures.share(liars) + " of all answers is assumed to be wrong",
                "the check passes a wrong answer with a probability of " + Figures.share(missed),
                "by Bayes an answer that passed is wrong with at most " + Figures.atMost(bound))));
  }
}
