package io.gridbourse.domain.pool;

import java.util.regex.Pattern;

/**
 * Where a machine stands, as the operator calls it: 1 to 63 small letters, digits, hyphens and
 * dots, as in {@code grenoble} or {@code eu.fr.lyon-2}, beginning and ending with a letter or
 * digit.
 */
public record Site(String name) implements Comparable<Site> {
  /** What a name looks like. */
  public static final String PATTERN = "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?";

  private static final Pattern NAME = Pattern.compile(PATTERN);

  public Site {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a site is 1 to 63 small letters, digits, hyphens and dots, as eu.grenoble");
    }
  }

  @Override
  public int compareTo(Site other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
