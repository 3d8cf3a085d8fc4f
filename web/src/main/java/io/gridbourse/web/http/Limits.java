package io.gridbourse.web.http;

/** Limits of lists. */
public final class Limits {
  /** Rows of one page. */
  public static final int ROWS_MAX = 1_000;

  private Limits() {}

  /** A number of rows that may be asked for. */
  public static int rows(int limit) {
    if (limit < 1 || limit > ROWS_MAX) {
      throw Problems.invalid("limit", "The limit is out of range.", "1 to " + ROWS_MAX);
    }
    return limit;
  }
}
