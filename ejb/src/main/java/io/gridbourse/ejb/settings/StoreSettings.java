package io.gridbourse.ejb.settings;

import java.nio.file.Path;

/**
 * Where this installation keeps its files.
 *
 * @param home folder of the installation; contents are kept in {@code content} below it
 * @param contentBytesMax bytes of one stored content
 */
public record StoreSettings(Path home, long contentBytesMax) {
  static StoreSettings from(SettingsFile file) {
    return new StoreSettings(
        file.existing("gridbourse.home"),
        file.number("gridbourse.content.bytes-max", 1L << 30, 1L << 10, 1L << 40));
  }

  /** The folder of the content store. */
  public Path content() {
    return home.resolve("content");
  }
}
