package io.gridbourse.domain.proof.ladder;

import java.io.Serial;

/** A demand that cannot be met: which field, what is allowed there, what was found. */
public final class ProofRefusal extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final String field;
  private final String limit;

  /** A refusal of {@code field}, which must be {@code limit} but is {@code found}. */
  public ProofRefusal(String field, String limit, Object found) {
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
    if (!(value >= 0 && value <= 1)) {
      throw new ProofRefusal(field, "a number from 0 to 1", value);
    }
    return value;
  }

  static double shareBelowOne(String field, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new ProofRefusal(field, "a number from 0 to below 1", value);
    }
    return value;
  }

  static int atLeast(String field, int least, int value) {
    if (value < least) {
      throw new ProofRefusal(field, "at least " + least, value);
    }
    return value;
  }
}
