package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.proof.sample.Units;
import io.gridbourse.ejb.proof.checker.AppCheckers;
import java.util.Optional;

/** Says why parts of results cannot be computed again although an order asks for that. */
final class SampleDemand {
  private static final String VERIFY = "spec.trust.verify";

  private SampleDemand() {}

  /** Why the app's results cannot be computed again in part; empty if they can, or need not. */
  static Optional<Plan> refusal(BagSpec spec, App app) {
    if (spec.verification().assurance().partial().isEmpty()) {
      return Optional.empty();
    }
    if (!AppCheckers.areModulesServed()) {
      return refused(
          "this server was started without the worker's jars, which compute units again",
          "write vote or credibility");
    }
    if (app.units().isEmpty()) {
      return refused(
          "the app " + app.name() + " does not say that it can compute units of its results",
          "register it with its units, or write vote");
    }
    Units units = app.units().get();
    if (!units.areAllOf(spec.outputs())) {
      return refused(
          "the app's units are " + units.text() + ", and that is not all of the bag's outputs",
          units
              .file()
              .map(file -> "declare " + file + " as the only output")
              .orElse("declare no outputs: then the standard output is the result"));
    }
    return spec.verification().assurance().likeness() instanceof Assurance.LikePixels
        ? refused("images are not compared unit by unit", "write comparator: bytes or numbers")
        : Optional.empty();
  }

  private static Optional<Plan> refused(String detail, String remedy) {
    return Optional.of(
        PlanMatch.refused(Submission.Reason.NO_SAMPLES, VERIFY, VERIFY + ": " + detail, remedy));
  }
}
