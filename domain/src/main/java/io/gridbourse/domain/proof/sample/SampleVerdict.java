package io.gridbourse.domain.proof.sample;

import io.gridbourse.domain.proof.likeness.Comparator;
import io.gridbourse.domain.proof.likeness.Comparator.Legible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the drawn units of an answer with those that were computed again. */
public final class SampleVerdict {
  private SampleVerdict() {}

  /** What comparing came to. */
  public enum Kind {
    /** Every unit that was drawn is right, and there are no others than the answer has. */
    PASSED,
    /** The answer is wrong. */
    WRONG,
    /** Nothing was computed again: there may be no such units, or the app knows of none. */
    UNSURE,
    /** What was computed again is nonsense: nothing is known of the answer. */
    NONSENSE
  }

  /**
   * A finding.
   *
   * @param detail why, for people; blank if the answer passed
   */
  public record Finding(Kind kind, String detail) {}

  /**
   * The units that an app is asked for: those that were drawn, and one after the last, of which
   * there must be nothing. Else an answer that is cut off would pass.
   */
  public static List<Integer> asked(List<Integer> drawn, int units) {
    List<Integer> asked = new ArrayList<>(drawn);
    asked.add(units);
    return List.copyOf(asked);
  }

  /**
   * Compares.
   *
   * @param answer all units of the answer
   * @param drawn which of them were asked for, ascending
   * @param computed what the app gave for those and for the one after the last
   */
  public static Finding of(
      List<byte[]> answer, List<Integer> drawn, List<byte[]> computed, Comparator comparator) {
    if (computed.size() > drawn.size() + 1) {
      return nonsense(computed.size() + " units were computed, asked for were " + drawn.size());
    }
    if (computed.isEmpty() && !drawn.isEmpty()) {
      return new Finding(Kind.UNSURE, "none of " + drawn.size() + " units was computed");
    }
    for (int i = 0; i < Math.min(drawn.size(), computed.size()); i++) {
      Optional<Legible> right = read(comparator, computed.get(i));
      if (right.isEmpty()) {
        return nonsense("the comparator cannot read unit " + drawn.get(i) + " as it was computed");
      }
      Optional<Legible> given = read(comparator, answer.get(drawn.get(i)));
      if (given.filter(right.get()::isLike).isEmpty()) {
        return wrong("unit " + drawn.get(i) + " is not what it is when it is computed again");
      }
    }
    if (computed.size() < drawn.size()) {
      return wrong("there is no unit " + drawn.get(computed.size()));
    }
    return computed.size() > drawn.size()
        ? wrong("there are more units than the " + answer.size() + " of the answer")
        : new Finding(Kind.PASSED, "");
  }

  private static Optional<Legible> read(Comparator comparator, byte[] unit) {
    return comparator.read(unit) instanceof Legible legible
        ? Optional.of(legible)
        : Optional.empty();
  }

  private static Finding wrong(String detail) {
    return new Finding(Kind.WRONG, detail);
  }

  private static Finding nonsense(String detail) {
    return new Finding(Kind.NONSENSE, detail);
  }
}
