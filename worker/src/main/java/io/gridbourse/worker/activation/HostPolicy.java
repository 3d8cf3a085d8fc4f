package io.gridbourse.worker.activation;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the owner of a machine decided about it.
 *
 * @param conditions texts of conditions, all of which must hold
 * @param retreat time in which tasks end, or are stopped, when one no longer holds
 * @param watts power of the machine at work, if the owner declared it
 */
public record HostPolicy(List<String> conditions, Duration retreat, Optional<Double> watts) {
  /** Time for a retreat if the owner says nothing. */
  public static final Duration RETREAT = Duration.ofSeconds(5);

  private static final Duration RETREAT_MAX = Duration.ofMinutes(10);
  private static final double WATTS_MAX = 100_000;
  private static final int LINES_MAX = 1_000;

  public HostPolicy {
    conditions = List.copyOf(conditions);
    if (retreat.isNegative() || retreat.compareTo(RETREAT_MAX) > 0) {
      throw new IllegalArgumentException("retreat must be 0s to 10m, but is " + retreat);
    }
    if (watts.isPresent() && !(watts.get() > 0 && watts.get() <= WATTS_MAX)) {
      throw new IllegalArgumentException(
          "watts must be more than 0 and at most 100000, but is " + watts.get());
    }
  }

  /** A machine that always works. */
  public static HostPolicy open() {
    return new HostPolicy(List.of(), RETREAT, Optional.empty());
  }

  /**
   * Reads a policy from a file with a line for each decision: {@code when} and a condition, {@code
   * retreat} and a time, {@code watts} and a number. Lines that begin with # say nothing.
   *
   * @throws IllegalArgumentException that names the file, the line and the remedy
   */
  public static HostPolicy read(Path file) {
    List<String> conditions = new ArrayList<>();
    Optional<Duration> retreat = Optional.empty();
    Optional<Double> watts = Optional.empty();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      int space = line.indexOf(' ');
      String key = space < 0 ? line : line.substring(0, space);
      String value = space < 0 ? "" : line.substring(space + 1).strip();
      try {
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        if (key.equals("when") && !value.isEmpty()) {
          conditions.add(value);
        } else if (key.equals("retreat") && retreat.isEmpty()) {
          retreat = Optional.of(parseRetreat(value));
        } else if (key.equals("watts") && watts.isEmpty()) {
          watts = Optional.of(parseWatts(value));
        } else {
          throw new IllegalArgumentException(
              key + " is not understood here, or is there twice: write when, retreat or watts");
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + " line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    try {
      return new HostPolicy(conditions, retreat.orElse(RETREAT), watts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** The same with more: conditions are added, what else is given takes its place. */
  public HostPolicy with(
      List<String> more, Optional<Duration> otherRetreat, Optional<Double> otherWatts) {
    List<String> all = new ArrayList<>(conditions);
    all.addAll(more);
    return new HostPolicy(all, otherRetreat.orElse(retreat), otherWatts.or(() -> watts));
  }

  /**
   * The time for a retreat as an owner writes it, such as 5s or 2m.
   *
   * @throws IllegalArgumentException that shows how to write one
   */
  public static Duration parseRetreat(String text) {
    return Words.parseDuration("retreat", text);
  }

  private static double parseWatts(String text) {
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
      throw new IllegalArgumentException("watts must be a number such as 65, not " + text);
    }
    return Double.parseDouble(text);
  }

  private static List<String> lines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() > LINES_MAX) {
        throw new IllegalArgumentException(file + " has more than " + LINES_MAX + " lines");
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not text in UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
