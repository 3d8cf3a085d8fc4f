package io.gridbourse.domain.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a task takes of the counted things of a host while it runs.
 *
 * @param gpuHundredths hundredths of GPUs: a share of one below 100, else whole ones
 * @param counted units of other resources, by name
 */
public record UnitNeed(int gpuHundredths, Map<String, Integer> counted) {
  /** Nothing that is counted. */
  public static final UnitNeed NONE = new UnitNeed(0, Map.of());

  /** Hundredths of a whole GPU. */
  public static final int WHOLE = 100;

  /** GPUs that a task may take. */
  public static final int GPUS_MAX = 64;

  /** Kinds of counted resources. */
  public static final int KINDS_MAX = 16;

  /** Units of one kind that a task may take. */
  public static final int COUNT_MAX = 1_000;

  /** How a counted resource is named. */
  public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  public UnitNeed {
    counted = Map.copyOf(counted);
    if (gpuHundredths < 0
        || gpuHundredths > GPUS_MAX * WHOLE
        || (gpuHundredths > WHOLE && gpuHundredths % WHOLE != 0)) {
      throw new IllegalArgumentException(
          "gpus must be 0 to 1 in steps of 0.01, or a whole number up to " + GPUS_MAX);
    }
    if (counted.size() > KINDS_MAX) {
      throw new IllegalArgumentException("at most " + KINDS_MAX + " resources are counted");
    }
    counted.forEach(
        (name, count) -> {
          checkName(name);
          if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException(
                "a task takes 1 to " + COUNT_MAX + " of the resource " + name);
          }
        });
  }

  /** Refuses what is no name of a counted resource. */
  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a resource is named by 1 to 32 of a-z 0-9 _, a letter first");
    }
  }

  /** Whether it takes nothing. */
  public boolean isNothing() {
    return gpuHundredths == 0 && counted.isEmpty();
  }

  /** Whether what it takes would do for another. */
  public boolean covers(UnitNeed other) {
    return gpuHundredths >= other.gpuHundredths
        && other.counted.entrySet().stream()
            .allMatch(each -> counted.getOrDefault(each.getKey(), 0) >= each.getValue());
  }

  /** What it takes of hosts, if units of such names are the pool's. */
  public UnitNeed without(Set<String> names) {
    Map<String, Integer> rest = new TreeMap<>(counted);
    rest.keySet().removeAll(names);
    return new UnitNeed(gpuHundredths, rest);
  }

  /** What it takes of units of such names. */
  public Map<String, Integer> only(Set<String> names) {
    Map<String, Integer> some = new TreeMap<>(counted);
    some.keySet().retainAll(names);
    return some;
  }

  /** GPUs, as people write them. */
  public double gpus() {
    return gpuHundredths / (double) WHOLE;
  }

  /** In words, such as {@code 0.5 GPU, 2 of fpga}. */
  public String text() {
    List<String> parts = new ArrayList<>();
    if (gpuHundredths > 0) {
      parts.add(
          gpuHundredths % WHOLE == 0
              ? gpuHundredths / WHOLE + (gpuHundredths == WHOLE ? " GPU" : " GPUs")
              : gpus() + " GPU");
    }
    new TreeMap<>(counted).forEach((name, count) -> parts.add(count + " of " + name));
    return String.join(", ", parts);
  }
}
