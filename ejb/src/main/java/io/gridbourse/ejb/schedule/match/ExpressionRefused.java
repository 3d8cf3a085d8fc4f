package io.gridbourse.ejb.schedule.match;

/** An expression that cannot be used: what is wrong with it, where, and what helps. */
public final class ExpressionRefused extends Exception {
  private static final long serialVersionUID = 1L;
  private final String remedy;

  ExpressionRefused(String detail, String remedy) {
    super(detail);
    this.remedy = remedy;
  }

  /** What helps. */
  public String remedy() {
    return remedy;
  }
}
