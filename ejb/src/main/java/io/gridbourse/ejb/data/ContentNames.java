package io.gridbourse.ejb.data;

import java.util.Arrays;

/** Names of files within archives. */
public final class ContentNames {
  private static final int CHARACTERS_MAX = 255;

  private ContentNames() {}

  /** Whether a name stays in the folder that an archive is unpacked to, on every system. */
  public static boolean isSafe(String name) {
    boolean strange = name.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7f);
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return !strange
        && path.length() <= CHARACTERS_MAX
        && Arrays.stream(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }
}
