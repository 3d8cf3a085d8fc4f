package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.market.Trust;
import java.time.Duration;
import java.util.List;

/** Reads how results come to be believed: {@code spec.trust.verify} and what belongs to it. */
final class SpecTrust {
  private static final String VERIFY = "spec.trust.verify";
  private static final String WINDOW = "spec.trust.window";
  private final JsonNode trust;
  private final List<SpecProblem> problems;

  SpecTrust(JsonNode spec, List<SpecProblem> problems) {
    this.trust = spec.path("trust");
    this.problems = problems;
  }

  /** The verification asked for; replication if something is wrong with it. */
  Verification verification() {
    String verify = trust.path("verify").asText();
    double confidence = trust.path("confidence").asDouble(0);
    if (verify.equals(Verification.Method.OPTIMISTIC.text())) {
      requireAlone();
      return optimistic(confidence);
    }
    if (trust.has("window")) {
      problem(
          "NOT_SERVED",
          WINDOW,
          WINDOW + " belongs to verify: optimistic",
          "leave it out, or write verify: optimistic");
    }
    if (verify.equals("none")) {
      requireAlone();
      if (confidence != 0) {
        problem(
            "NOT_SERVED",
            VERIFY,
            VERIFY + ": none takes the first answer, which reaches no confidence",
            "set spec.trust.confidence to 0, or write replicate");
      }
      return Verification.REPLICATE;
    }
    return Verification.assured(new SpecAssurance(trust, problems).read());
  }

  /** One vote has nothing to be compared with. */
  private void requireAlone() {
    for (String name : List.of("comparator", "tolerate", "spotChecks", "classes")) {
      boolean isPlain = trust.path(name).asText("").equals("bytes");
      if (trust.has(name) && !isPlain) {
        problem(
            "NOT_SERVED",
            "spec.trust." + name,
            "spec.trust." + name + " means nothing where one vote is enough",
            "leave it out, or write a rung such as {vote: {m: 2}}");
      }
    }
  }

  private Verification optimistic(double confidence) {
    if (Trust.forConfidence(confidence).value() > Verification.JURY_TRUST_MAX) {
      problem(
          "OUT_OF_RANGE",
          "spec.trust.confidence",
          "spec.trust.confidence: no jury reaches more than 1 - 1/" + Verification.JURY_TRUST_MAX,
          "ask for 0.9999 or less, or write verify: replicate");
      return Verification.REPLICATE;
    }
    Duration window = Verification.WINDOW_DEFAULT;
    try {
      if (trust.has("window")) {
        window = Quantities.duration(trust.get("window").asText());
      }
      return Verification.optimistic(window);
    } catch (IllegalArgumentException | ArithmeticException e) {
      problem("OUT_OF_RANGE", WINDOW, WINDOW + ": " + e.getMessage(), "write such as 24h");
      return Verification.REPLICATE;
    }
  }

  private void problem(String code, String field, String detail, String remedy) {
    problems.add(new SpecProblem(code, field, detail, remedy));
  }
}
