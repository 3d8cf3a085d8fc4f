package io.gridbourse.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.schedule.promise.Credits;
import io.gridbourse.domain.schedule.promise.Deployment;
import io.gridbourse.domain.schedule.promise.Forecast;
import io.gridbourse.domain.schedule.promise.Prediction;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.PromiseRefusal;
import io.gridbourse.domain.schedule.promise.Sizing;
import io.gridbourse.domain.schedule.promise.Support;
import io.gridbourse.domain.schedule.promise.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bag's end, and the supporting workers that it should get. */
final class PredictCase {
  private static final Pattern SHORT = Pattern.compile("(9C|9A|D)-(G|C)-(F|R|D)");
  private static final double NINE_TENTHS = 0.9;
  private static final double FACTOR = 1.5;
  private static final double FLOOR = 0.75;
  private static final String BAG = "the bag";

  private PredictCase() {}

  static ObjectNode solve(JsonNode tree) {
    try {
      return predict(tree);
    } catch (PromiseRefusal refusal) {
      throw LabText.refused(
          refusal.field(), refusal.getMessage(), refusal.limit(), "correct " + refusal.field());
    }
  }

  private static ObjectNode predict(JsonNode tree) {
    Progress progress = new Progress(tree.path("total").longValue());
    for (JsonNode sample : tree.path("samples")) {
      progress.add(
          new Progress.Sample(
              sample.path("t").doubleValue(),
              sample.path("completed").longValue(),
              sample.path("assigned").longValue()));
    }
    List<Prediction.Past> history = new ArrayList<>();
    for (JsonNode past : tree.path("history")) {
      history.add(
          new Prediction.Past(
              past.path("predicted").doubleValue(), past.path("actual").doubleValue()));
    }
    Support.Strategy strategy = strategy(tree.path("strategy"));
    Credits credits = new Credits();
    credits.deposit(tree.path("credits").longValue());
    credits.setAside(BAG, credits.free());
    double alpha = Prediction.alpha(history);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("trigger", strategy.trigger().fires(progress));
    number(answer, "remaining", Prediction.remainingSeconds(progress, alpha));
    answer.put("workers", new Support(BAG, strategy, credits).start(progress, alpha));
    ObjectNode steps = answer.putObject("steps");
    steps.put("elapsed", progress.elapsed());
    steps.put("completedShare", progress.completedShare());
    steps.put("assignedShare", progress.assignedShare());
    steps.put("alpha", alpha);
    number(steps, "total", Prediction.totalSeconds(progress, alpha));
    steps.put("deployment", strategy.deployment().name().toLowerCase(Locale.ROOT));
    if (progress.completedShare() > 0) {
      forecast(answer, Forecast.of(progress, history), tree.path("deadline"));
    }
    return answer;
  }

  private static void forecast(ObjectNode answer, Forecast forecast, JsonNode deadline) {
    ObjectNode node = answer.putObject("forecast");
    node.put("median", forecast.medianSeconds());
    interval(node, "interval50", forecast.interval(0.5));
    interval(node, "interval90", forecast.interval(NINE_TENTHS));
    if (deadline.isNumber()) {
      node.put("probability", forecast.probabilityWithin(deadline.doubleValue()));
    }
  }

  private static void interval(ObjectNode node, String name, Forecast.Interval interval) {
    node.putArray(name).add(interval.low()).add(interval.high());
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }

  static Support.Strategy strategy(JsonNode node) {
    if (node.isTextual()) {
      Matcher parts = SHORT.matcher(node.textValue());
      if (!parts.matches()) {
        throw new PromiseRefusal(
            "strategy",
            "TRIGGER-SIZING-DEPLOYMENT of 9C, 9A, D; G, C; F, R, D, such as 9C-C-R",
            "'" + node.textValue() + "'");
      }
      return new Support.Strategy(
          trigger(parts.group(1), node),
          parts.group(2).equals("G") ? new Sizing.Greedy() : new Sizing.Conservative(),
          switch (parts.group(3)) {
            case "F" -> Deployment.FLAT;
            case "R" -> Deployment.RESCHEDULE;
            default -> Deployment.DUPLICATE;
          });
    }
    return new Support.Strategy(
        trigger(node.path("trigger").asText("9C"), node),
        sizing(node),
        Deployment.valueOf(node.path("deployment").asText("reschedule").toUpperCase(Locale.ROOT)));
  }

  private static Trigger trigger(String name, JsonNode node) {
    double threshold = node.path("threshold").asDouble(NINE_TENTHS);
    return switch (name) {
      case "9C" -> new Trigger.Completed(threshold);
      case "9A" -> new Trigger.Assigned(threshold);
      default ->
          new Trigger.Variance(
              node.path("factor").asDouble(FACTOR), node.path("floor").asDouble(FLOOR));
    };
  }

  private static Sizing sizing(JsonNode node) {
    return switch (node.path("sizing").asText("conservative")) {
      case "greedy" -> new Sizing.Greedy();
      case "conservative" -> new Sizing.Conservative();
      default -> {
        if (!node.has("workers")) {
          throw new PromiseRefusal("strategy.workers", "given for the sizing fixed", "missing");
        }
        yield new Sizing.Fixed(node.path("workers").intValue());
      }
    };
  }
}
