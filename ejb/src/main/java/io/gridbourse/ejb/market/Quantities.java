package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.ledger.NanoRlc;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, bytes and amounts as people write them. All throw IllegalArgumentException. */
final class Quantities {
  private static final Pattern DURATION =
      Pattern.compile("(?:([0-9]{1,6})d)?(?:([0-9]{1,7})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})s)?");
  private static final Pattern BYTES =
      Pattern.compile("([0-9]{1,18})\\s*(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB|)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "B", 1L,
          "kB", 1_000L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30);
  private static final Pattern RLC = Pattern.compile("([0-9]{1,60}(?:\\.[0-9]{1,9})?)\\s*RLC");
  private static final int RLC_DECIMALS = 9;

  private Quantities() {}

  static Duration duration(String text) {
    if (text.startsWith("P")) {
      try {
        return positive(Duration.parse(text), text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("'" + text + "' is no duration such as PT2H", e);
      }
    }
    Matcher matcher = DURATION.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration such as 90s, 2h, 1h30m or 2d");
    }
    return positive(
        Duration.ofDays(part(matcher, 1))
            .plusHours(part(matcher, 2))
            .plusMinutes(part(matcher, 3))
            .plusSeconds(part(matcher, 4)),
        text);
  }

  /** A deadline: an instant if it looks like one, else a duration. */
  static Promise promise(String text, Promise.OnMiss onMiss) {
    if (!text.contains("T") || text.startsWith("P")) {
      return new Promise(Optional.of(duration(text)), Optional.empty(), onMiss);
    }
    try {
      Instant by = OffsetDateTime.parse(text).toInstant();
      return new Promise(Optional.empty(), Optional.of(by), onMiss);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no instant such as 2030-01-31T18:00:00Z, and no duration such as 2h",
          e);
    }
  }

  static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no number of bytes such as 2GiB");
    }
    long unit = UNITS.getOrDefault(matcher.group(2), 1L << 40);
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is more than 8 EiB", e);
    }
  }

  static NanoRlc amount(String text) {
    Matcher matcher = RLC.matcher(text.strip());
    if (!matcher.matches()) {
      return NanoRlc.parse(text);
    }
    BigInteger units =
        new BigDecimal(matcher.group(1)).movePointRight(RLC_DECIMALS).toBigIntegerExact();
    return new NanoRlc(units);
  }

  private static Duration positive(Duration duration, String text) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("'" + text + "' must be longer than nothing");
    }
    return duration;
  }

  private static long part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
