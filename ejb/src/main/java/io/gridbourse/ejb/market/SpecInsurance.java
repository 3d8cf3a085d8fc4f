package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.market.Category;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads whether a bag shall be insured, and checks that its own limits do not make it fail. */
final class SpecInsurance {
  /** What {@code spec.market.onTime} says of a bag that shall be insured. */
  static final String INSURE = "insure";

  private static final int ATTEMPTS_MIN = 3;
  private final JsonNode spec;
  private final List<SpecProblem> problems;

  SpecInsurance(JsonNode spec, List<SpecProblem> problems) {
    this.spec = spec;
    this.problems = problems;
  }

  boolean isWanted() {
    return spec.path("market").path("onTime").asText("").equals(INSURE);
  }

  /**
   * From the start of the deal to the insured deadline; empty if the bag is not insured.
   *
   * @param promise the deadline of the spec; without one it is the deal's final deadline
   */
  Optional<Duration> within(Promise promise, Category category) {
    if (!isWanted()) {
      return Optional.empty();
    }
    if (promise.by().isPresent()) {
      problems.add(
          new SpecProblem(
              "NOT_SERVED",
              "spec.market.deadline",
              "spec.market.deadline: what is insured is counted from the start of the deal",
              "write how long, such as 2h, or leave spec.market.onTime out"));
    }
    JsonNode limits = spec.path("limits");
    if (limits.path("attempts").asInt(ATTEMPTS_MIN) < ATTEMPTS_MIN) {
      refuse("spec.limits.attempts", "write " + ATTEMPTS_MIN + " or more");
    }
    if (limits.path("parallel").asInt(0) > 0) {
      refuse("spec.limits.parallel", "leave it out");
    }
    Duration last = category.untilFinalDeadline();
    return Optional.of(promise.within().filter(wanted -> wanted.compareTo(last) < 0).orElse(last));
  }

  private void refuse(String field, String remedy) {
    problems.add(
        new SpecProblem(
            "LIMITS_TOO_TIGHT",
            field,
            field
                + ": a bag that limits itself so fails or comes late more often, and is not insured",
            remedy + ", or leave spec.market.onTime out"));
  }
}
