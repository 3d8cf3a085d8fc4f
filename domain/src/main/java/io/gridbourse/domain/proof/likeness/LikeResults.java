package io.gridbourse.domain.proof.likeness;

import java.util.ArrayList;
import java.util.List;

/**
 * The results of one task in groups of like ones. Likeness within a tolerance does not carry over
 * from one result to the next, so each is compared with the first of each group: within a group no
 * result is further from the first than the tolerance allows.
 */
public final class LikeResults {
  private final Comparator comparator;
  private final List<Comparator.Legible> firsts = new ArrayList<>();

  /** No results yet. */
  public LikeResults(Comparator comparator) {
    this.comparator = comparator;
  }

  /** Where a result belongs. */
  public sealed interface Place permits Group, Blamed {}

  /** It counts as the same as all others of this number, from 0. */
  public record Group(int number) implements Place {}

  /** It cannot be read, and who sent it is wrong. */
  public record Blamed(String why) implements Place {}

  /** Puts a result into its group, or into one of its own. */
  public Place add(byte[] result) {
    Comparator.Reading reading = comparator.read(result);
    if (reading instanceof Comparator.Illegible illegible) {
      return new Blamed(illegible.why());
    }
    Comparator.Legible legible = (Comparator.Legible) reading;
    for (int group = 0; group < firsts.size(); group++) {
      if (firsts.get(group).isLike(legible)) {
        return new Group(group);
      }
    }
    firsts.add(legible);
    return new Group(firsts.size() - 1);
  }
}
