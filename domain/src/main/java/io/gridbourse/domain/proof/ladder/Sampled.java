package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.value.Figures;
import java.util.List;

/**
 * A partial check: some units of an answer are drawn after it was committed, and computed again. An
 * answer of which at least a share of the units is wrong escapes when none of those is drawn.
 *
 * @param liars the share of results that are assumed to be wrong before the check
 * @param wrong the least share of wrong units that makes a result worthless, above 0
 * @param drawn units that are computed again; all of an answer that has no more
 */
public record Sampled(double liars, double wrong, int drawn) implements Rung {
  public Sampled {
    ProofRefusal.share("liars", liars);
    ProofRefusal.share("wrong", wrong);
    ProofRefusal.atLeast("drawn", 1, drawn);
    if (wrong == 0) {
      throw new ProofRefusal("wrong", "above 0", wrong);
    }
  }

  /**
   * The units that must be drawn, so that a worthless answer escapes with at most {@code missed}.
   *
   * @param wrong the least share of wrong units, above 0
   * @param missed above 0, at most 1
   */
  public static int drawnFor(double wrong, double missed) {
    if (!(missed > 0 && missed <= 1 && wrong > 0 && wrong <= 1)) {
      throw new ProofRefusal("missed and wrong", "above 0, at most 1", missed + " and " + wrong);
    }
    double drawn = wrong == 1 ? 1 : Math.ceil(Math.log(missed) / Math.log1p(-wrong));
    int enough = (int) Math.max(1, Math.min(Integer.MAX_VALUE, drawn));
    // The logarithms may be off by a little.
    return enough > 1 && Math.pow(1 - wrong, enough - 1) <= missed ? enough - 1 : enough;
  }

  /**
   * How probably a worthless answer escapes, at most: (1 − wrong)^drawn. Of units that are drawn
   * once each, as they are, it is less ({@link Checked#partially}); this holds for any number.
   */
  public double missed() {
    return Math.pow(1 - wrong, drawn);
  }

  /** By Bayes: how probably an answer that passed is worthless, at most. */
  public double bound() {
    return checked().bound();
  }

  private Checked checked() {
    return new Checked(liars, missed());
  }

  @Override
  public String method() {
    return "partial";
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    return checked()
        .judge(votes)
        .certificate()
        .<Judgement<K>>map(each -> new Judgement.Certified<>(derived(each)))
        .orElseGet(() -> new Judgement.Open<>(1, "no answer has passed its partial check"));
  }

  private <K> Certificate<K> derived(Certificate<K> certificate) {
    return new Certificate<>(
        method(),
        certificate.answer(),
        certificate.votes(),
        certificate.errorBound(),
        List.of(
            "a share of " + Figures.share(liars) + " of all answers is assumed to be wrong",
            "wrong is an answer of which at least a share of "
                + Figures.share(wrong)
                + " of the units is",
            drawn
                + " units, or all of fewer, were drawn after it was committed and computed again:"
                + " of a wrong answer all drawn ones are right with at most (1 - "
                + Figures.share(wrong)
                + ")^"
                + drawn
                + " = "
                + Figures.atMost(missed()),
            "by Bayes an answer that passed is wrong with at most "
                + Figures.atMost(certificate.errorBound())));
  }
}
