package io.gridbourse.cli.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.proof.ladder.Crew;
import io.gridbourse.domain.proof.ladder.TrialOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Trials of certification: rules by shares of liars by rates of sabotage. */
final class CertificationSeries {
  private final JsonNode tree;
  private final Consumer<String> narrator;
  private final List<Row> rows = new ArrayList<>();

  private record Row(
      String rule, double bound, double liars, double sabotage, TrialOutcome outcome) {}

  private CertificationSeries(JsonNode tree, Consumer<String> narrator) {
    this.tree = tree;
    this.narrator = narrator;
  }

  static CertificationSeries run(JsonNode tree, Consumer<String> narrator) {
    CertificationSeries series = new CertificationSeries(tree, narrator);
    long seed = tree.path("seed").asLong(1);
    int number = 0;
    for (JsonNode rule : tree.path("rules")) {
      TrialRules.check(rule, "rules[" + number++ + "]");
    }
    for (JsonNode rule : tree.path("rules")) {
      for (JsonNode liars : tree.path("liars")) {
        for (JsonNode sabotage : tree.path("sabotage")) {
          series.trial(rule, liars.doubleValue(), sabotage.doubleValue(), seed++);
        }
      }
      narrator.accept("tried " + rule.path("name").asText(rule.path("rule").textValue()));
    }
    return series;
  }

  private void trial(JsonNode rule, double liars, double sabotage, long seed) {
    String name = rule.path("name").asText(rule.path("rule").textValue());
    Crew crew =
        new Crew(
            tree.path("workers").intValue(),
            liars,
            sabotage,
            collusion(),
            tree.path("defecting").asDouble(0));
    Optional<TrialRules.Trial> trial = new TrialRules(tree).of(rule, crew);
    if (trial.isEmpty()) {
      narrator.accept(
          "left out: with a share of liars of "
              + liars
              + " not even the most votes reach the error of "
              + name);
      return;
    }
    TrialOutcome outcome = trial.get().run().apply(seed);
    rows.add(new Row(name, trial.get().bound(), liars, sabotage, outcome));
  }

  /** How often a lie is the common one: a share, or whether all are. */
  private double collusion() {
    JsonNode colluding = tree.path("colluding");
    return colluding.isNumber() ? colluding.doubleValue() : colluding.asBoolean(true) ? 1 : 0;
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("scenario", tree.path("name").textValue());
    node.put("seed", tree.path("seed").asLong(1));
    ArrayNode trials = node.putArray("trials");
    for (Row row : rows) {
      ObjectNode trial = trials.addObject().put("rule", row.rule()).put("liars", row.liars());
      trial.put("sabotage", row.sabotage());
      if (!Double.isNaN(row.bound())) {
        trial.put("bound", row.bound());
      }
      trial
          .put("errorRate", row.outcome().errorRate())
          .put("wrong", row.outcome().wrong())
          .put("accepted", row.outcome().accepted())
          .put("redundancy", row.outcome().redundancy())
          .put("costPerTask", row.outcome().cost())
          .put("caught", row.outcome().caught())
          .put("slowdown", row.outcome().slowdown());
    }
    return node;
  }

  String csv() {
    StringBuilder text =
        new StringBuilder(
            "rule,liars,sabotage,bound,error,accepted,redundancy,cost,caught,slowdown\r\n");
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "\"%s\",%s,%s,%s,%.6g,%d,%.4f,%.4f,%d,%.4f\r%n",
              row.rule().replace("\"", "\"\""),
              row.liars(),
              row.sabotage(),
              Double.isNaN(row.bound()) ? "" : String.format(Locale.ROOT, "%.6g", row.bound()),
              row.outcome().errorRate(),
              row.outcome().accepted(),
              row.outcome().redundancy(),
              row.outcome().cost(),
              row.outcome().caught(),
              row.outcome().slowdown()));
    }
    return text.toString();
  }

  String html() {
    HtmlPage page = new HtmlPage(tree.path("name").textValue());
    page.paragraph(
        tree.path("tasks").intValue() + " tasks a trial, seed " + tree.path("seed").asLong(1));
    boolean byLiars = tree.path("liars").size() > 1;
    ToDoubleFunction<Row> x = byLiars ? Row::liars : Row::sabotage;
    String axis = byLiars ? "share of liars" : "sabotage rate";
    page.lines("Wrong accepted results", axis, "", curves(x, row -> row.outcome().errorRate()));
    page.logarithmic(
        "Results per task, checks included", axis, curves(x, row -> row.outcome().cost()));
    return page.text();
  }

  private Map<String, List<double[]>> curves(ToDoubleFunction<Row> x, ToDoubleFunction<Row> y) {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    for (Row row : rows) {
      curves
          .computeIfAbsent(row.rule(), name -> new ArrayList<>())
          .add(new double[] {x.applyAsDouble(row), y.applyAsDouble(row)});
    }
    return curves;
  }
}
