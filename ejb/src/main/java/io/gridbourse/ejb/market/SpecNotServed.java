package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Refuses, by name, what BagSpec can say and this version does not do, wherever ignoring it would
 * change what the user gets.
 */
final class SpecNotServed {
  private final JsonNode spec;
  private final JsonNode metadata;
  private final List<SpecProblem> problems;

  SpecNotServed(JsonNode spec, JsonNode metadata, List<SpecProblem> problems) {
    this.spec = spec;
    this.metadata = metadata;
    this.problems = problems;
  }

  void check() {
    app();
    trust();
    if (metadata.has("idempotencyKey")) {
      refuse("metadata.idempotencyKey", "send it as the header Idempotency-Key");
    }
    String onTime = spec.path("market").path("onTime").asText("none");
    if (!onTime.equals("none") && !onTime.equals(SpecInsurance.INSURE)) {
      refuse("spec.market.onTime", "leave it out, or write none or " + SpecInsurance.INSURE);
    }
    if (!spec.path("data").path("actors").isEmpty()) {
      refuse("spec.data.actors", "leave it out");
    }
    if (!spec.path("limits").path("onFailure").asText("continue").equals("continue")) {
      refuse("spec.limits.onFailure", "leave it out or write continue");
    }
    for (int i = 0; i < spec.path("outputs").size(); i++) {
      if (spec.path("outputs").get(i).has("url")) {
        refuse("spec.outputs[" + i + "].url", "leave it out and fetch the results");
      }
    }
  }

  private void app() {
    JsonNode app = spec.path("app");
    for (String field : List.of("wasm", "bundle", "image")) {
      if (app.has(field)) {
        refuse("spec.app." + field, "register the app first and name it in spec.app.ref");
      }
    }
    if (!app.has("ref") && app.isEmpty()) {
      problems.add(
          new SpecProblem(
              "SPEC_INVALID",
              "spec.app.ref",
              "spec.app.ref is missing",
              "name a registered app; GET /api/v1/apps lists them"));
    }
  }

  private void trust() {
    JsonNode trust = spec.path("trust");
    if (!trust.path("tee").asText("none").equals("none")) {
      refuse("spec.trust.tee", "leave it out or write none");
    }
  }

  private void refuse(String field, String remedy) {
    problems.add(
        new SpecProblem(
            "NOT_SERVED", field, field + " is not served by this version as written", remedy));
  }
}
