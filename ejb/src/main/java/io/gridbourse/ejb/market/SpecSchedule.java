package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.ejb.schedule.match.Expression;
import io.gridbourse.ejb.schedule.match.ExpressionRefused;
import io.gridbourse.ejb.schedule.match.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a BagSpec asks of the scheduler: preference, priority, isolation, deadline, sites. */
final class SpecSchedule {
  private final JsonNode spec;
  private final List<SpecProblem> problems;

  SpecSchedule(JsonNode spec, List<SpecProblem> problems) {
    this.spec = spec;
    this.problems = problems;
  }

  BagSpec.Schedule read() {
    return new BagSpec.Schedule(
        preference(),
        spec.path("priority").asInt(0),
        spec.path("trust").path("minIsolation").asInt(0),
        deadline(),
        residency(),
        requirements());
  }

  private String requirements() {
    String text = spec.path("requirements").asText("").strip();
    if (spec.has("requirements")) {
      try {
        Expression.read(text, Vocabulary.HOST);
      } catch (ExpressionRefused e) {
        problems.add(
            new SpecProblem(
                "EXPRESSION_INVALID",
                "spec.requirements",
                "spec.requirements: " + e.getMessage(),
                e.remedy()));
      }
    }
    return text;
  }

  /** The schema has checked their names. */
  private List<Site> residency() {
    List<Site> sites = new ArrayList<>();
    spec.path("data").path("residency").forEach(each -> sites.add(new Site(each.asText())));
    return sites;
  }

  /** The weights as given, those left out being zero; the standard if there are none. */
  private HostPreference preference() {
    JsonNode weights = spec.path("preference");
    if (weights.isEmpty()) {
      return HostPreference.STANDARD;
    }
    try {
      return new HostPreference(
          weights.path("time").asDouble(0),
          weights.path("cost").asDouble(0),
          weights.path("trust").asDouble(0),
          weights.path("energy").asDouble(0),
          weights.path("data").asDouble(0));
    } catch (IllegalArgumentException e) {
      problems.add(
          new SpecProblem(
              "WEIGHTS_INVALID",
              "spec.preference",
              "spec.preference: " + e.getMessage(),
              "write weights such as {time: 0.7, trust: 0.3}; those left out are 0"));
      return HostPreference.STANDARD;
    }
  }

  /** The time to the deadline, if it is not an instant. */
  private Optional<Duration> deadline() {
    JsonNode text = spec.path("market").path("deadline");
    if (text.isMissingNode()) {
      return Optional.empty();
    }
    try {
      return Quantities.promise(text.asText(), Promise.OnMiss.ACCEPT).within();
    } catch (IllegalArgumentException | ArithmeticException e) {
      // It is said once, where the promise is read.
      return Optional.empty();
    }
  }
}
