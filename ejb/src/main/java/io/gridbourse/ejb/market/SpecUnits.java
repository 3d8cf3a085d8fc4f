package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.pool.UnitNeed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what a task takes of counted things: GPUs, or shares of one, and others by name. */
final class SpecUnits {
  private static final String GPUS = "spec.resources.gpus";
  private final JsonNode spec;
  private final List<SpecProblem> problems;

  SpecUnits(JsonNode spec, List<SpecProblem> problems) {
    this.spec = spec;
    this.problems = problems;
  }

  UnitNeed read() {
    JsonNode resources = spec.path("resources");
    Map<String, Integer> counted = new TreeMap<>();
    resources
        .path("custom")
        .fields()
        .forEachRemaining(each -> counted.put(each.getKey(), each.getValue().asInt()));
    try {
      UnitNeed need = new UnitNeed(hundredths(resources.path("gpus")), counted);
      if (!need.isNothing() && spec.path("trust").path("verify").asText("").equals("optimistic")) {
        problems.add(
            new SpecProblem(
                "NOT_SERVED",
                need.gpuHundredths() > 0 ? GPUS : "spec.resources.custom",
                "jurors compute without counted resources, so verify: optimistic cannot have them",
                "write verify: replicate"));
      }
      return need;
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.add(
          new SpecProblem(
              "OUT_OF_RANGE",
              GPUS,
              GPUS
                  + " must be 0 to 1 in steps of 0.01, or a whole number up to "
                  + UnitNeed.GPUS_MAX,
              "write 0.5 for half of a GPU, or a whole number"));
      return UnitNeed.NONE;
    }
  }

  /** The schema has checked that it is a number and within its range. */
  private static int hundredths(JsonNode gpus) {
    return gpus.isMissingNode()
        ? 0
        : gpus.decimalValue().multiply(BigDecimal.valueOf(UnitNeed.WHOLE)).intValueExact();
  }
}
