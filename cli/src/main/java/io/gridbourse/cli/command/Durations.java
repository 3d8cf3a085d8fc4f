package io.gridbourse.cli.command;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them: 90s, 10m, 2h, 1d, or ISO 8601. */
final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    try {
      Duration duration =
          lower.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(lower))
              : lower.matches("[0-9]{1,9}d")
                  ? Duration.parse("P" + lower)
                  : Duration.parse(lower.startsWith("p") ? lower : "PT" + lower);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // The message below fits.
    }
    throw new TypeConversionException("'" + text + "' is no duration; write 90s, 10m, 2h or 1d");
  }
}
