package io.gridbourse.domain.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counted things of a host that are there, or free.
 *
 * @param gpus hundredths of each GPU
 * @param counted units of other resources, by name
 */
public record Units(List<Integer> gpus, Map<String, Integer> counted) {
  /** Nothing that is counted. */
  public static final Units NONE = new Units(List.of(), Map.of());

  /** GPUs that a host may have. */
  public static final int GPUS_MAX = 256;

  /** Units of one kind that a host may have. */
  public static final int COUNT_MAX = 10_000;

  public Units {
    gpus = List.copyOf(gpus);
    counted = Map.copyOf(counted);
    if (gpus.size() > GPUS_MAX
        || gpus.stream().anyMatch(each -> each < 0 || each > UnitNeed.WHOLE)) {
      throw new IllegalArgumentException(
          "a host has at most " + GPUS_MAX + " GPUs, each of 0 to 100 hundredths");
    }
    if (counted.size() > UnitNeed.KINDS_MAX) {
      throw new IllegalArgumentException(
          "a host has at most " + UnitNeed.KINDS_MAX + " counted resources");
    }
    counted.forEach(
        (name, count) -> {
          UnitNeed.checkName(name);
          if (count < 0 || count > COUNT_MAX) {
            throw new IllegalArgumentException(
                "a host has 0 to " + COUNT_MAX + " of the resource " + name);
          }
        });
  }

  /** All that a host has, while nothing is taken. */
  public static Units of(int gpus, Map<String, Integer> counted) {
    if (gpus < 0 || gpus > GPUS_MAX) {
      throw new IllegalArgumentException("a host has 0 to " + GPUS_MAX + " GPUs, not " + gpus);
    }
    return new Units(Collections.nCopies(gpus, UnitNeed.WHOLE), counted);
  }

  /** Whether a need can be met from these. */
  public boolean covers(UnitNeed need) {
    return gpusFor(need).isPresent()
        && need.counted().entrySet().stream()
            .allMatch(each -> counted.getOrDefault(each.getKey(), 0) >= each.getValue());
  }

  /**
   * The GPUs that a need gets: for a share the fullest one that has room, so that whole ones stay
   * free; for whole ones the first that are free. Empty if there are too few.
   */
  public Optional<List<Integer>> gpusFor(UnitNeed need) {
    int wanted = need.gpuHundredths();
    List<Integer> chosen = new ArrayList<>();
    if (wanted > 0 && wanted < UnitNeed.WHOLE) {
      int best = -1;
      for (int i = 0; i < gpus.size(); i++) {
        if (gpus.get(i) >= wanted && (best < 0 || gpus.get(i) < gpus.get(best))) {
          best = i;
        }
      }
      return best < 0 ? Optional.empty() : Optional.of(List.of(best));
    }
    for (int i = 0; i < gpus.size() && chosen.size() * UnitNeed.WHOLE < wanted; i++) {
      if (gpus.get(i) == UnitNeed.WHOLE) {
        chosen.add(i);
      }
    }
    return chosen.size() * UnitNeed.WHOLE < wanted ? Optional.empty() : Optional.of(chosen);
  }

  /**
   * What is left after a need.
   *
   * @throws IllegalArgumentException if the need is not covered
   */
  public Units minus(UnitNeed need) {
    if (!covers(need)) {
      throw new IllegalArgumentException(need.text() + " cannot be taken from " + this);
    }
    List<Integer> left = new ArrayList<>(gpus);
    for (int gpu : gpusFor(need).orElseThrow()) {
      left.set(gpu, left.get(gpu) - Math.min(UnitNeed.WHOLE, need.gpuHundredths()));
    }
    Map<String, Integer> rest = new HashMap<>(counted);
    need.counted().forEach((name, count) -> rest.merge(name, -count, Integer::sum));
    return new Units(left, rest);
  }
}
