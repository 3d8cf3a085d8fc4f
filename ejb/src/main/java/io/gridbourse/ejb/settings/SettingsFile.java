package io.gridbourse.ejb.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The properties file while it is read: typed values by key, and a note of which keys were read.
 */
final class SettingsFile {
  private static final int DIGITS_MAX = 18;
  private final String source;
  private final Properties properties;
  private final Set<String> read = new TreeSet<>();

  SettingsFile(String source, Properties properties) {
    this.source = source;
    this.properties = properties;
  }

  static SettingsFile open(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new SettingsRefusal(
          "the settings file "
              + file
              + " does not exist; create it, or name another by -Dgridbourse.settings=FILE",
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsRefusal(
          "the settings file " + file + " cannot be read (" + e.getMessage() + ")", e);
    }
    return new SettingsFile(file.toString(), properties);
  }

  String text(String key) {
    return optional(key)
        .orElseThrow(() -> refusal(key, "is missing", "a value that is not empty", "add it"));
  }

  Optional<String> optional(String key) {
    read.add(key);
    String value = properties.getProperty(key);
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  /** A value that {@code parse} accepts; what it throws becomes a refusal. */
  <T> T parsed(String key, String range, Function<String, T> parse) {
    return convert(key, text(key), range, parse);
  }

  long number(String key, long standard, long min, long max) {
    String range = "a whole number from " + min + " to " + max;
    return optional(key)
        .map(text -> convert(key, text, range, value -> bounded(value, min, max)))
        .orElse(standard);
  }

  boolean flag(String key, boolean standard) {
    return optional(key)
        .map(text -> convert(key, text, "true or false", SettingsFile::truth))
        .orElse(standard);
  }

  private static boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return text.equals("true");
  }

  Duration duration(String key, Duration standard, Duration min, Duration max) {
    String range = "a duration such as PT2S, from " + min + " to " + max;
    return optional(key)
        .map(text -> convert(key, text, range, value -> bounded(value, min, max)))
        .orElse(standard);
  }

  /** An existing file or folder. */
  Path existing(String key) {
    return parsed(
        key,
        "the path of something that exists",
        value -> {
          Path path = Path.of(value);
          if (!Files.exists(path)) {
            throw new IllegalArgumentException("nothing is at " + value);
          }
          return path;
        });
  }

  /** Stops at a key that nobody asked for: it is a misspelling or belongs to another version. */
  void refuseUnknown() {
    Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.removeAll(read);
    if (!unknown.isEmpty()) {
      throw new SettingsRefusal(
          "unknown key "
              + String.join(", ", unknown)
              + " in "
              + source
              + "; the known keys are "
              + String.join(", ", read)
              + "; correct or remove it");
    }
  }

  private <T> T convert(String key, String value, String range, Function<String, T> parse) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      throw refusal(key, "is '" + value + "' (" + e.getMessage() + ")", range, "change it");
    }
  }

  private static long bounded(String text, long min, long max) {
    if (!text.matches("-?[0-9]{1," + DIGITS_MAX + "}")) {
      throw new IllegalArgumentException("not a whole number");
    }
    long value = Long.parseLong(text);
    if (value < min || value > max) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static Duration bounded(String text, Duration min, Duration max) {
    Duration value = Duration.parse(text);
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private SettingsRefusal refusal(String key, String what, String range, String remedy) {
    return new SettingsRefusal(
        key + " " + what + "; it must be " + range + "; " + remedy + " in " + source);
  }
}
