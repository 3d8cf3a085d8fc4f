package io.gridbourse.ejb.settings;

import io.gridbourse.domain.value.Address;
import java.time.Duration;
import java.util.Optional;

/**
 * The side record.
 *
 * @param anchors contract that keeps its roots; without one it is kept but not anchored
 * @param anchorEvery time between two anchors
 */
public record RecordSettings(Optional<Address> anchors, Duration anchorEvery) {
  private static final String PREFIX = "gridbourse.record.";

  static RecordSettings from(SettingsFile file) {
    return new RecordSettings(
        file.optional(PREFIX + "anchors")
            .map(text -> file.parsed(PREFIX + "anchors", "0x and 40 hex digits", Address::new)),
        file.duration(
            PREFIX + "anchor-every",
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofDays(1)));
  }
}
