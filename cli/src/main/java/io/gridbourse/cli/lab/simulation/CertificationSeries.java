package io.gridbourse.cli.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.proof.ladder.SabotageTrial;
import io.gridbourse.domain.proof.ladder.Voting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Trials of certification: rules by shares of liars by rates of sabotage. */
final class CertificationSeries {
  private final JsonNode tree;
  private final Consumer<String> narrator;
  private final List<Row> rows = new ArrayList<>();

  private record Row(
      String rule, double bound, double liars, double sabotage, SabotageTrial.Outcome outcome) {}

  private CertificationSeries(JsonNode tree, Consumer<String> narrator) {
    this.tree = tree;
    this.narrator = narrator;
  }

  static CertificationSeries run(JsonNode tree, Consumer<String> narrator) {
    CertificationSeries series = new CertificationSeries(tree, narrator);
    long seed = tree.path("seed").asLong(1);
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
    String kind = rule.path("rule").textValue();
    double epsilon = rule.path("epsilon").asDouble(0.001);
    double assumed = rule.path("assumedLiars").asDouble(liars);
    int m = rule.has("m") ? rule.path("m").intValue() : Voting.votesFor(epsilon, liars);
    if (kind.equals("voting") && m == 0) {
      narrator.accept(
          "left out: not even "
              + Voting.VOTES_MAX
              + " equal votes reach "
              + epsilon
              + " with a share of liars of "
              + liars);
      return;
    }
    SabotageTrial.Rule chosen =
        switch (kind) {
          case "voting" -> SabotageTrial.Rule.voting(m);
          case "poco" -> SabotageTrial.Rule.poco(rule.path("trust").asDouble(1 / epsilon));
          case "checks" -> SabotageTrial.Rule.voting(1);
          default -> SabotageTrial.Rule.credibility(epsilon, assumed);
        };
    boolean checks = kind.equals("credibility") || kind.equals("checks");
    SabotageTrial.Setting setting =
        new SabotageTrial.Setting(
            tree.path("tasks").intValue(),
            tree.path("workers").intValue(),
            liars,
            sabotage,
            checks ? tree.path("checked").asDouble(0.1) : 0,
            tree.path("colluding").asBoolean(true),
            chosen);
    double bound = kind.equals("voting") ? Voting.error(m, liars * sabotage) : epsilon;
    rows.add(
        new Row(
            rule.path("name").asText(kind),
            bound,
            liars,
            sabotage,
            SabotageTrial.run(setting, seed)));
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("scenario", tree.path("name").textValue());
    node.put("seed", tree.path("seed").asLong(1));
    ArrayNode trials = node.putArray("trials");
    for (Row row : rows) {
      trials
          .addObject()
          .put("rule", row.rule())
          .put("liars", row.liars())
          .put("sabotage", row.sabotage())
          .put("bound", row.bound())
          .put("errorRate", row.outcome().errorRate())
          .put("wrong", row.outcome().wrong())
          .put("accepted", row.outcome().accepted())
          .put("redundancy", row.outcome().redundancy())
          .put("costPerTask", row.outcome().cost())
          .put("caught", row.outcome().caught());
    }
    return node;
  }

  String csv() {
    StringBuilder text =
        new StringBuilder("rule,liars,sabotage,bound,error,accepted,redundancy,cost,caught\r\n");
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "\"%s\",%s,%s,%.6g,%.6g,%d,%.4f,%.4f,%d\r%n",
              row.rule().replace("\"", "\"\""),
              row.liars(),
              row.sabotage(),
              row.bound(),
              row.outcome().errorRate(),
              row.outcome().accepted(),
              row.outcome().redundancy(),
              row.outcome().cost(),
              row.outcome().caught()));
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
    page.lines(
        "Results per task, checks included", axis, "", curves(x, row -> row.outcome().cost()));
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
