package io.gridbourse.worker.driver;

import io.gridbourse.domain.pool.UnitNeed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The counted things that tasks of a lease have to themselves, one task after the other.
 *
 * @param need what was asked for
 * @param gpus numbers of GPUs; for a share, of the one that it is of
 * @param counted numbers of the units of other resources, by name
 */
public record TakenUnits(UnitNeed need, List<Integer> gpus, Map<String, List<Integer>> counted) {
  /** Nothing that is counted. */
  public static final TakenUnits NONE = new TakenUnits(UnitNeed.NONE, List.of(), Map.of());

  public TakenUnits {
    gpus = List.copyOf(gpus);
    counted = Map.copyOf(counted);
  }

  /** What tasks find of it in their environment. */
  public Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    if (!gpus.isEmpty()) {
      variables.put("GRIDBOURSE_GPUS", joined(gpus));
      variables.put("CUDA_VISIBLE_DEVICES", joined(gpus));
    }
    if (!gpus.isEmpty() && need.gpuHundredths() < UnitNeed.WHOLE) {
      variables.put(
          "GRIDBOURSE_GPU_SHARE",
          BigDecimal.valueOf(need.gpuHundredths(), 2).stripTrailingZeros().toPlainString());
    }
    counted.forEach(
        (name, units) ->
            variables.put("GRIDBOURSE_RESOURCE_" + name.toUpperCase(Locale.ROOT), joined(units)));
    return variables;
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
