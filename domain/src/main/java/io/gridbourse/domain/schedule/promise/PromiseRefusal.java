package io.gridbourse.domain.schedule.promise;

import java.io.Serial;

/** A setting or sample that makes no sense: which field, what is allowed, what was found. */
public final class PromiseRefusal extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final String field;
  private final String limit;

  /** A refusal of {@code field}, which must be {@code limit} but is {@code found}. */
  public PromiseRefusal(String field, String limit, Object found) {
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

  static double share(String field, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new PromiseRefusal(field, "above 0, at most 1", value);
    }
    return value;
  }

  static double positive(String field, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new PromiseRefusal(field, "a number above 0", value);
    }
    return value;
  }

  static double notNegative(String field, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new PromiseRefusal(field, "a number from 0", value);
    }
    return value;
  }
}
