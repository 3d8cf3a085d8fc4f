package io.gridbourse.cli.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.schedule.promise.Support;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs a scenario and reports what came of it, in three forms. */
public record Simulation(ObjectNode json, String csv, String html) {
  /**
   * Runs a scenario that its schema has accepted.
   *
   * @param folder where its traces are
   * @param strategies reads a strategy for supporting workers
   * @param narrator hears how it goes
   */
  public static Simulation run(
      JsonNode tree,
      Path folder,
      Function<JsonNode, Support.Strategy> strategies,
      Consumer<String> narrator) {
    if ("Certification".equals(tree.path("kind").textValue())) {
      CertificationSeries series = CertificationSeries.run(tree, narrator);
      return new Simulation(series.json(), series.csv(), series.html());
    }
    Scenario scenario = new ScenarioReader(folder, strategies).read(tree);
    Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
    for (Scenario.Variant variant : scenario.variants()) {
      List<Outcome> runs = new ArrayList<>();
      long events = 0;
      for (int run = 0; run < scenario.runs(); run++) {
        Outcome outcome = Simulator.run(scenario, variant, scenario.seed() + run);
        events += outcome.counts().events();
        runs.add(outcome);
      }
      outcomes.put(variant.name(), runs);
      narrator.accept(variant.name() + ": " + scenario.runs() + " runs, " + events + " events");
    }
    GridReport report = new GridReport(scenario, outcomes);
    return new Simulation(report.json(), report.csv(), report.html());
  }
}
