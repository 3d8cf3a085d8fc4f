package io.gridbourse.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a listing.
 *
 * @param wide whether only the wide forms show it
 */
public record Column(String header, boolean wide, Function<JsonNode, String> value) {

  /** A column of the field at a JSON pointer. */
  public static Column of(String header, String pointer) {
    return new Column(header, false, row -> text(row.at(pointer)));
  }

  /** A column that only the wide forms show. */
  public static Column wide(String header, String pointer) {
    return new Column(header, true, row -> text(row.at(pointer)));
  }

  /** A column computed from the row. */
  public static Column computed(String header, Function<JsonNode, String> value) {
    return new Column(header, false, value);
  }

  /**
   * A value as one line of text. Control characters are dropped: names are chosen by others and
   * must not steer this terminal.
   */
  public static String text(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    return printable(node.isValueNode() ? node.asText() : node.toString());
  }

  /** {@code text} without control characters. */
  public static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069]", "");
  }
}
