package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.Verification;
import java.util.List;
import java.util.stream.Stream;

/** Says what an order asks of results, in the words and numbers of a BagSpec. */
final class AssuranceWords {
  private AssuranceWords() {}

  /** The rungs of which all must accept, that of the ledger first. */
  static List<String> rungs(Verification verification) {
    List<String> asked =
        verification.assurance().steps().stream()
            .filter(step -> !step.isLedgers())
            .map(step -> rung(step, verification.assurance().isBudgeted()))
            .toList();
    return Stream.concat(Stream.of(verification.method().text()), asked.stream()).toList();
  }

  private static String rung(Assurance.Step step, boolean isBudgeted) {
    // What a budget sets is another number for each answer.
    if (isBudgeted && step instanceof Assurance.Vote vote) {
      return "vote {liars: %s}".formatted(number(vote.liars()));
    }
    if (isBudgeted && step instanceof Assurance.Credibility credibility) {
      return "credibility {liars: %s}".formatted(number(credibility.liars()));
    }
    if (step instanceof Assurance.Vote vote) {
      return "vote {m: %d, liars: %s}".formatted(vote.m(), number(vote.liars()));
    }
    if (step instanceof Assurance.Check check) {
      return "check {liars: %s, missed: %s}"
          .formatted(number(check.liars()), number(check.missed()));
    }
    if (step instanceof Assurance.Credibility credibility) {
      return "credibility {error: %s, liars: %s}"
          .formatted(number(credibility.error()), number(credibility.liars()));
    }
    if (step instanceof Assurance.Partial partial) {
      return "partial {wrong: %s, sample: %d, liars: %s}"
          .formatted(number(partial.wrong()), partial.sample(), number(partial.liars()));
    }
    if (step instanceof Assurance.Adaptive adaptive) {
      return "adaptive {quorum: %d, streak: %d}".formatted(adaptive.quorum(), adaptive.streak());
    }
    return step.getClass().getSimpleName();
  }

  /** When two results count as the same. */
  static String comparator(Assurance.Likeness likeness) {
    if (likeness instanceof Assurance.LikeNumbers numbers) {
      return "numbers {tolerance: %s, relative: %s}"
          .formatted(number(numbers.absolute()), number(numbers.relative()));
    }
    if (likeness instanceof Assurance.LikePixels pixels) {
      return "pixels {tolerance: %d, share: %s}"
          .formatted(pixels.tolerance(), number(pixels.share()));
    }
    return "bytes";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
