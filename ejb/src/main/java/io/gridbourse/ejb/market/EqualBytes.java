package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.proof.PocoRule;
import java.util.Optional;

/**
 * What of an order would need equal bytes of several workers. Honest workers never reach it with an
 * app whose results differ from run to run.
 */
final class EqualBytes {
  private static final long NEW_WEIGHT = PocoRule.weight(0);
  private static final String REMEDY =
      "write spec.trust.comparator if results that are alike may count as the same, or let the"
          + " app's checker decide: verify: check with confidence 0";

  private EqualBytes() {}

  /**
   * A demand for equal bytes.
   *
   * @param detail as the end of a sentence
   */
  record Needed(String field, String detail, String remedy) {}

  /** What of the spec cannot be had with the app; nothing if the app is deterministic. */
  static Optional<Needed> of(App app, BagSpec spec) {
    Assurance assurance = spec.verification().assurance();
    if (!app.isNonDeterministic() || !(assurance.likeness() instanceof Assurance.SameBytes)) {
      return Optional.empty();
    }
    int votes = PocoRule.replicasNeeded(spec.trust(), NEW_WEIGHT);
    if (spec.verification().isOptimistic()) {
      return needed(
          app, "spec.trust.verify", "a jury computes a challenged task again and compares bytes");
    }
    if (votes > 1) {
      return needed(
          app,
          "spec.trust.confidence",
          "a trust of " + spec.trust().value() + " needs " + votes + " votes of equal bytes");
    }
    if (assurance.steps().stream().anyMatch(EqualBytes::compares)) {
      return needed(app, "spec.trust.verify", "what spec.trust.verify asks for compares bytes");
    }
    if (assurance.isBudgeted()) {
      return needed(
          app,
          "spec.trust.tolerate",
          "a budget of wrong results is kept by votes of equal bytes where a bound is too wide");
    }
    return assurance.spotChecks() > 0
        ? needed(app, "spec.trust.spotChecks", "a check compares bytes with those that are known")
        : Optional.empty();
  }

  private static Optional<Needed> needed(App app, String field, String why) {
    return Optional.of(
        new Needed(
            field,
            "results of the app "
                + app.name()
                + " differ from run to run (non-deterministic), and "
                + why
                + ", which honest workers would never reach",
            REMEDY));
  }

  private static boolean compares(Assurance.Step step) {
    boolean isSingle = step instanceof Assurance.Vote vote && vote.m() == 1;
    return !isSingle && !step.isLedgers() && !(step instanceof Assurance.Check);
  }
}
