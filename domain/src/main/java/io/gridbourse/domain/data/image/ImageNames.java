package io.gridbourse.domain.data.image;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names of files in an archive. */
public final class ImageNames {
  private ImageNames() {}

  /** A name without the {@code ./} or {@code /} that some tools put before it. */
  public static String plain(String name) {
    return name.replaceFirst("^(\\.?/)+", "");
  }

  /** The name that a link leads to; never above the root of the archive. */
  public static String behind(String link, String target) {
    try {
      return plain(Path.of("/", link).resolveSibling(target).normalize().toString());
    } catch (InvalidPathException e) {
      return "";
    }
  }
}
