package io.gridbourse.domain.pool;

import io.gridbourse.domain.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a worker's owner says of it when it starts: words that bags may ask for, which bags it
 * takes, and what it has of things that are counted.
 *
 * @param labels by name; names as in {@link #NAME}
 * @param accept an expression over what a bag asks, as in Common Expression Language; empty accepts
 *     all
 * @param units GPUs and other counted things that it has; declarations stored before there were any
 *     have none
 */
public record Declaration(Map<String, String> labels, String accept, Units units) {
  /** A worker that says nothing. */
  public static final Declaration NONE = new Declaration(Map.of(), "");

  /** Labels that a worker may have. */
  public static final int LABELS_MAX = 32;

  /** Characters of a label's value. */
  public static final int VALUE_MAX = 256;

  /** How a label is named. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");

  private static final int FINGERPRINT = 16;

  public Declaration {
    labels = Map.copyOf(labels);
    units = units == null ? Units.NONE : units;
    if (labels.size() > LABELS_MAX) {
      throw new IllegalArgumentException("a worker has at most " + LABELS_MAX + " labels");
    }
    labels.forEach(Declaration::check);
  }

  /** A worker that has nothing that is counted. */
  public Declaration(Map<String, String> labels, String accept) {
    this(labels, accept, Units.NONE);
  }

  private static void check(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the label '"
              + (name.length() > 64 ? name.substring(0, 64) + "..." : name)
              + "' must be named by 1 to 63 of A-Z a-z 0-9 . _ / -, a letter or digit first");
    }
    if (value.length() > VALUE_MAX || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the label " + name + " must have at most " + VALUE_MAX + " printable characters");
    }
  }

  /** A short name of its content: two that are not equal have different ones. */
  public String fingerprint() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(labels).forEach((name, value) -> append(append(text, name), value));
    append(text.append('|'), accept).append('|').append(units.gpus().size());
    new TreeMap<>(units.counted())
        .forEach((name, count) -> append(text, name).append('=').append(count));
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8))
        .hex()
        .substring(0, FINGERPRINT);
  }

  /** Lengths go first, so that no two lists of words are written alike. */
  private static StringBuilder append(StringBuilder text, String word) {
    return text.append(word.length()).append(':').append(word);
  }
}
