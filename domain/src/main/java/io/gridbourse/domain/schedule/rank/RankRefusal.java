package io.gridbourse.domain.schedule.rank;

import java.io.Serial;

/** An input that cannot be ranked: which field, which limit it passed, and what to do about it. */
public final class RankRefusal extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final String field;
  private final String limit;

  /**
   * A refusal.
   *
   * @param field the offending field, such as {@code criteria[2].p}
   * @param limit what is allowed there
   * @param found what was there
   */
  public RankRefusal(String field, String limit, Object found) {
    super(field + " is " + found + ", but must be " + limit);
    this.field = field;
    this.limit = limit;
  }

  /** The offending field. */
  public String field() {
    return field;
  }

  /** What is allowed there. */
  public String limit() {
    return limit;
  }
}
