package io.gridbourse.domain.bag;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line with placeholders: {@code {index}}, {@code {bag}} and the names of the sweep's
 * axes. Values of axes may hold placeholders themselves ({@link #expand} follows them).
 */
public record CommandTemplate(List<String> words) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final int DEPTH_MAX = 16;

  public CommandTemplate {
    words = List.copyOf(words);
  }

  /** The command line of one task. */
  public List<String> expand(BagId bag, long index, Sweep sweep) {
    Map<String, String> values = sweep.valuesAt(index);
    return words.stream().map(word -> expand(word, bag, index, values, 0)).toList();
  }

  /** Names used in {@code text}, sorted. */
  public static Set<String> placeholders(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static String expand(
      String word, BagId bag, long index, Map<String, String> values, int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("placeholders refer to each other without end: " + word);
    }
    return PLACEHOLDER
        .matcher(word)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    expand(
                        valueOf(match.group(1), bag, index, values),
                        bag,
                        index,
                        values,
                        depth + 1)));
  }

  private static String valueOf(String name, BagId bag, long index, Map<String, String> values) {
    if (name.equals("index")) {
      return Long.toString(index);
    }
    if (name.equals("bag")) {
      return bag.text();
    }
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter is named " + name);
    }
    return value;
  }
}
