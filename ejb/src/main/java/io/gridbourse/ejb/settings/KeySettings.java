package io.gridbourse.ejb.settings;

import java.nio.file.Path;

/**
 * Keys that the server signs with.
 *
 * @param folder holds NAME.json, a keystore of version 3, for each key
 * @param passwordFile its first line opens them
 */
public record KeySettings(Path folder, Path passwordFile) {
  static KeySettings from(SettingsFile file) {
    return new KeySettings(
        file.existing("gridbourse.keys.folder"), file.existing("gridbourse.keys.password-file"));
  }
}
