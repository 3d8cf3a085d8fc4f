package io.gridbourse.ejb.settings;

import java.nio.file.Path;

/**
 * Local users.
 *
 * @param file the list of users as JSON
 */
public record UserSettings(Path file) {
  static UserSettings from(SettingsFile file) {
    return new UserSettings(file.existing("gridbourse.users.file"));
  }
}
