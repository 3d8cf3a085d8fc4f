package io.gridbourse.web.http;

import io.gridbourse.domain.value.Address;
import java.util.Optional;
import java.util.function.Function;

/** Limits of lists, and where they go on. */
public final class Limits {
  /** Rows of one page. */
  public static final int ROWS_MAX = 1_000;

  private static final int CURSOR_MAX = 200;

  private Limits() {}

  /** A number of rows that may be asked for. */
  public static int rows(int limit) {
    if (limit < 1 || limit > ROWS_MAX) {
      throw Problems.invalid("limit", "The limit is out of range.", "1 to " + ROWS_MAX);
    }
    return limit;
  }

  /**
   * Where a list goes on.
   *
   * @param text a cursor as a list gave it; null or empty for the first page
   * @param reader empty if the text is no cursor of this list
   */
  public static <T> Optional<T> cursor(String text, Function<String, Optional<T>> reader) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> read = text.length() > CURSOR_MAX ? Optional.empty() : reader.apply(text);
    return Optional.of(
        read.orElseThrow(
            () ->
                new ProblemException(
                    Problems.of(
                        400,
                        "INVALID_PARAMETER",
                        "The cursor is not one of this list.",
                        "cursor",
                        null,
                        "Send nextCursor of the page before, or none for the first page."))));
  }

  /** Reads a cursor that is an address. */
  public static Optional<Address> address(String text) {
    try {
      return Optional.of(new Address(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
