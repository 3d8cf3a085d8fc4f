package io.gridbourse.domain.schedule.rank;

/**
 * One thing that alternatives are compared by.
 *
 * @param name what it is, as {@code price}
 * @param weight its share of the decision, 0 to 1
 * @param direction whether more or less is better
 * @param preference what an advantage is worth
 */
public record Criterion(String name, double weight, Direction direction, Preference preference) {
  public Criterion {
    if (name.isBlank()) {
      throw new RankRefusal("name", "a word", "blank");
    }
    if (!(weight >= 0 && weight <= 1)) {
      throw new RankRefusal("weight", "a number from 0 to 1", weight);
    }
  }

  /** Which values are better. */
  public enum Direction {
    /** The larger. */
    MAX,
    /** The smaller. */
    MIN
  }

  /** The value as one of which more is better. */
  double towardsMore(double value) {
    return direction == Direction.MAX ? value : -value;
  }
}
