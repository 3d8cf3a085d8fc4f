package io.gridbourse.worker.activation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition as text: its name, plain words, and settings {@code key=value}. */
final class Words {
  private static final int TEXT_MAX = 500;
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");

  private final String name;
  private final List<String> plain = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  /**
   * Takes a text apart.
   *
   * @throws IllegalArgumentException if a setting is there twice or the text is too long
   */
  Words(String text) {
    if (text.length() > TEXT_MAX) {
      throw new IllegalArgumentException("a condition has at most " + TEXT_MAX + " characters");
    }
    String[] words = text.strip().split("\\s+", -1);
    this.name = words[0];
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 0) {
        plain.add(words[i]);
      } else if (settings.put(words[i].substring(0, equals), words[i].substring(equals + 1))
          != null) {
        throw wrong(words[i].substring(0, equals) + " is there twice: drop one");
      }
    }
  }

  String name() {
    return name;
  }

  /** The words that are no settings. */
  List<String> plain() {
    return List.copyOf(plain);
  }

  /** A time such as 90s, 5m, 2h or 1d. */
  Duration duration(String key, Duration standard, Duration min, Duration max) {
    Optional<String> text = take(key);
    Duration value = text.map(each -> parseDuration(name + ": " + key, each)).orElse(standard);
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw wrong(
          key + " must be " + seconds(min) + " to " + seconds(max) + ", but is " + text.orElse(""));
    }
    return value;
  }

  /** A number with or without a sign for its unit. */
  double number(String key, Optional<Double> standard, double min, double max, String unit) {
    Optional<String> text = take(key);
    if (text.isEmpty()) {
      return standard.orElseThrow(
          () -> wrong(key + " is missing: write, for example, " + key + "=" + (int) min + unit));
    }
    String digits =
        text.get().endsWith(unit)
            ? text.get().substring(0, text.get().length() - unit.length())
            : text.get();
    if (!NUMBER.matcher(digits).matches()) {
      throw wrong(key + " must be a number such as " + (int) max + unit + ", not " + text.get());
    }
    double value = Double.parseDouble(digits);
    if (value < min || value > max) {
      throw wrong(
          key
              + " must be "
              + plain(min)
              + " to "
              + plain(max)
              + " "
              + unit
              + ", but is "
              + text.get());
    }
    return value;
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** A time zone; the machine's own if there is none. */
  ZoneId zone() {
    Optional<String> text = take("zone");
    try {
      return text.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    } catch (ZoneRulesException e) {
      throw wrong("zone " + text.orElse("") + " is not known: write one such as Europe/Paris");
    } catch (java.time.DateTimeException e) {
      throw wrong("zone " + text.orElse("") + " is none: write one such as Europe/Paris");
    }
  }

  /** A word that may be missing. */
  Optional<String> take(String key) {
    return Optional.ofNullable(settings.remove(key));
  }

  /** Refuses what nobody asked for. */
  void finish(String usage, boolean plainAllowed) {
    if (!settings.isEmpty()) {
      throw wrong("there is no setting " + settings.keySet().iterator().next() + "; " + usage);
    }
    if (!plainAllowed && !plain.isEmpty()) {
      throw wrong("the word " + plain.get(0) + " is not understood; " + usage);
    }
  }

  IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(name + ": " + what);
  }

  /** A time such as 90s, 5m, 2h or 1d. */
  static Duration parseDuration(String what, String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          what + " must be a time such as 90s, 5m, 2h or 1d, not " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** A time for people. */
  static String seconds(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }
}
