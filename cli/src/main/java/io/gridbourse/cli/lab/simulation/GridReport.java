package io.gridbourse.cli.lab.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.schedule.promise.Forecast;
import io.gridbourse.domain.schedule.promise.ForecastScore;
import io.gridbourse.domain.schedule.promise.Prediction;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.Tail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What came of all runs of a grid scenario, variant beside variant. */
final class GridReport {
  private final Scenario scenario;
  private final Map<String, List<Outcome>> outcomes;

  /** Outcomes by variant, in the order of the seeds. */
  GridReport(Scenario scenario, Map<String, List<Outcome>> outcomes) {
    this.scenario = scenario;
    this.outcomes = outcomes;
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("scenario", scenario.name());
    node.put("seed", scenario.seed());
    node.put("runs", scenario.runs());
    ArrayNode variants = node.putArray("variants");
    metrics()
        .forEach(
            (name, metrics) -> {
              ObjectNode variant = variants.addObject().put("name", name);
              metrics.forEach(
                  (metric, values) -> {
                    Statistic statistic = Statistic.of(values);
                    if (statistic.count() > 0) {
                      ObjectNode figure = variant.putObject(metric);
                      figure.put("mean", statistic.mean());
                      figure.put("low95", statistic.low()).put("high95", statistic.high());
                      figure.put("least", statistic.least()).put("most", statistic.most());
                    }
                  });
            });
    return node;
  }

  /** By variant and metric: one value a run. */
  Map<String, Map<String, List<Double>>> metrics() {
    List<Outcome> base = outcomes.values().iterator().next();
    Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
    outcomes.forEach(
        (name, runs) -> {
          Map<String, List<Double>> metrics = new LinkedHashMap<>();
          Map<String, List<Prediction.Past>> history = new HashMap<>();
          for (int run = 0; run < runs.size(); run++) {
            fill(metrics, runs.get(run), base.get(run));
            forecast(metrics, runs.get(run), history);
          }
          all.put(name, metrics);
        });
    return all;
  }

  private static void fill(Map<String, List<Double>> metrics, Outcome run, Outcome base) {
    add(metrics, "makespanSeconds", mean(run, Outcome.Bag::makespan));
    add(metrics, "costNanoRlc", mean(run, Outcome.Bag::cost));
    add(metrics, "energyJoules", mean(run, Outcome.Bag::joules));
    add(metrics, "inTimeShare", mean(run, bag -> bag.inTime() ? 1 : 0));
    add(metrics, "endedShare", mean(run, bag -> bag.ended() ? 1 : 0));
    add(metrics, "copiesPerTask", mean(run, bag -> (double) bag.copies() / bag.tasks()));
    add(
        metrics,
        "wrongShare",
        mean(run, bag -> bag.completed() == 0 ? 0 : (double) bag.wrong() / bag.completed()));
    add(metrics, "wastedShare", mean(run, bag -> bag.wastedSeconds() / bag.busySeconds()));
    add(metrics, "tailSlowdown", mean(run, Outcome.Bag::slowdown));
    add(metrics, "offloadedShare", mean(run, bag -> (double) bag.offloaded() / bag.tasks()));
    add(
        metrics,
        "creditsSpentShare",
        mean(run, bag -> (double) bag.creditsSpent() / bag.creditsGiven()));
    add(metrics, "caughtWorkers", run.counts().caught());
    add(metrics, "reopenedShare", mean(run, bag -> (double) bag.reopened() / bag.tasks()));
    add(metrics, "pairsApart", run.counts().apart());
    double objective = 0;
    double speedUp = 0;
    List<Double> removed = new ArrayList<>();
    for (int i = 0; i < run.bags().size(); i++) {
      Outcome.Bag bag = run.bags().get(i);
      Outcome.Bag before = base.bags().get(i);
      objective += objective(bag, before) / run.bags().size();
      speedUp += before.makespan() / bag.makespan() / run.bags().size();
      removed.add(Tail.removed(bag.makespan(), before.makespan(), before.idealSeconds()));
    }
    add(metrics, "gainOverFirst", 1 - objective);
    add(metrics, "speedUpOverFirst", speedUp);
    add(metrics, "tailRemovedFromFirst", Statistic.of(removed).mean());
  }

  /** Scores the forecasts at half time, which know how the bags of earlier runs went. */
  private static void forecast(
      Map<String, List<Double>> metrics, Outcome run, Map<String, List<Prediction.Past>> history) {
    ForecastScore score = new ForecastScore();
    for (Outcome.Bag bag : run.bags()) {
      if (bag.ended() && bag.atHalf().isPresent()) {
        Progress half = bag.atHalf().get();
        double predicted = Prediction.totalSeconds(half, 1);
        List<Prediction.Past> past = history.computeIfAbsent(bag.name(), name -> new ArrayList<>());
        double deadline =
            Double.isInfinite(bag.deadlineSeconds())
                ? predicted * Prediction.alpha(past)
                : bag.deadlineSeconds();
        score.add(Forecast.of(half, past), deadline, bag.makespan());
        past.add(new Prediction.Past(predicted, bag.makespan()));
      }
    }
    boolean any = score.count() > 0;
    add(metrics, "forecastWithinFifth", any ? score.withinOneFifth() : Double.NaN);
    add(metrics, "forecastWithin50", any ? score.coverage50() : Double.NaN);
    add(metrics, "forecastWithin90", any ? score.coverage90() : Double.NaN);
    add(metrics, "forecastBrier", any ? score.brier() : Double.NaN);
  }

  /** Time, price and energy relative to the first variant, by the bag's own weights. */
  private static double objective(Outcome.Bag bag, Outcome.Bag before) {
    return bag.weights().time() * ratio(bag.makespan(), before.makespan())
        + bag.weights().price() * ratio(bag.cost(), before.cost())
        + bag.weights().energy() * ratio(bag.joules(), before.joules());
  }

  private static double ratio(double value, double base) {
    return base == 0 ? 1 : value / base;
  }

  private static double mean(Outcome run, ToDoubleFunction<Outcome.Bag> value) {
    return Statistic.of(run.bags().stream().map(value::applyAsDouble).toList()).mean();
  }

  private static void add(Map<String, List<Double>> metrics, String name, double value) {
    metrics.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
  }

  /** One line for each bag of each run. */
  String csv() {
    StringBuilder text =
        new StringBuilder(
            "variant,seed,bag,ended,makespan_s,cost_nrlc,energy_j,tasks,completed,wrong,reopened,copies,"
                + "wasted_s,busy_s,ideal_s,offloaded,credits_spent\r\n");
    outcomes.forEach(
        (name, runs) -> {
          for (int run = 0; run < runs.size(); run++) {
            for (Outcome.Bag bag : runs.get(run).bags()) {
              text.append(
                  String.format(
                      Locale.ROOT,
                      "\"%s\",%d,\"%s\",%b,%.3f,%.3f,%.3f,%d,%d,%d,%d,%d,%.3f,%.3f,%.3f,%d,%d\r%n",
                      name.replace("\"", "\"\""),
                      scenario.seed() + run,
                      bag.name().replace("\"", "\"\""),
                      bag.ended(),
                      bag.makespan(),
                      bag.cost(),
                      bag.joules(),
                      bag.tasks(),
                      bag.completed(),
                      bag.wrong(),
                      bag.reopened(),
                      bag.copies(),
                      bag.wastedSeconds(),
                      bag.busySeconds(),
                      bag.idealSeconds(),
                      bag.offloaded(),
                      bag.creditsSpent()));
            }
          }
        });
    return text.toString();
  }

  String html() {
    HtmlPage page = new HtmlPage(scenario.name());
    page.paragraph(
        scenario.runs() + " runs from seed " + scenario.seed() + "; intervals are 95 % over runs.");
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    outcomes.forEach(
        (name, runs) -> {
          Outcome.Bag bag = runs.get(0).bags().get(0);
          List<double[]> points = new ArrayList<>();
          for (Progress.Sample sample : bag.samples()) {
            points.add(new double[] {sample.seconds(), 100.0 * sample.completed() / bag.tasks()});
          }
          curves.put(name, points);
        });
    page.lines("Completed share of the first bag, first run", "seconds", "%", curves);
    Map<String, Map<String, List<Double>>> metrics = metrics();
    for (String metric : metrics.values().iterator().next().keySet()) {
      Map<String, Statistic> bars = new LinkedHashMap<>();
      metrics.forEach((name, values) -> bars.put(name, Statistic.of(values.get(metric))));
      if (bars.values().stream().anyMatch(bar -> bar.count() > 0 && bar.mean() != 0)) {
        page.bars(metric, bars);
      }
    }
    return page.text();
  }
}
