package io.gridbourse.domain.ledger;

/**
 * What was seen of one peril: so many tasks, of which so many went wrong.
 *
 * @param bad from 0 to {@code all}
 * @param all from 0
 */
public record Experience(long bad, long all) {
  /** Nothing was seen yet. */
  public static final Experience NONE = new Experience(0, 0);

  public Experience {
    if (bad < 0 || bad > all) {
      throw new IllegalArgumentException(bad + " of " + all + " tasks cannot have gone wrong");
    }
  }

  /** The same shares of at most {@code max} tasks: tasks of one bag go wrong together. */
  Experience atMost(long max) {
    if (all <= max) {
      return this;
    }
    return new Experience(Math.round((double) bad * max / all), max);
  }
}
