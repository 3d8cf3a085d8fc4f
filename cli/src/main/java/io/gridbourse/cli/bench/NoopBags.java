package io.gridbourse.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Apps;
import io.gridbourse.cli.client.BagWatch;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Bundle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Bags whose tasks do nothing, so that what is measured is the server alone. */
final class NoopBags {
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final String APP = "noop";
  private static final long LOOK_EVERY_MILLIS = 5;

  private final Rest requester;
  private final Consumer<String> narrator;

  NoopBags(Rest requester, Consumer<String> narrator) {
    this.requester = requester;
    this.narrator = narrator;
  }

  /** Registers the application unless it is there. */
  static void register(Rest provider) {
    new Apps(provider)
        .ensure(
            new Apps.App(
                APP,
                Bundle.ofThisProcess().at("examples/noop.wasm"),
                "wasm",
                Optional.empty(),
                Optional.empty(),
                "0"));
  }

  /**
   * How one bag went, in seconds from before its submission.
   *
   * @param answered until the submission was answered
   * @param certified until every task was certified
   * @param completed until it was settled and completed
   * @param view the bag at its end
   */
  record Run(double answered, double certified, double completed, JsonNode view) {}

  /** Runs a bag to its end. */
  Run run(long tasks, double confidence, Consumer<JsonNode> progress) {
    long start = System.nanoTime();
    String id = submit(tasks, confidence);
    double answered = seconds(start);
    double[] certified = new double[1];
    JsonNode last =
        new BagWatch(requester, narrator)
            .follow(
                id,
                PATIENCE,
                view -> {
                  progress.accept(view);
                  if (certified[0] == 0 && allCertified(view)) {
                    certified[0] = seconds(start);
                  }
                });
    requireCompleted(last);
    return new Run(answered, certified[0], seconds(start), last);
  }

  /** Seconds from the submission of a bag of one task to its certified result. */
  double latencyOfOne() {
    long start = System.nanoTime();
    String path = "/api/v1/bags/" + submit(1, 0);
    while (true) {
      JsonNode view = requester.get(path);
      if (allCertified(view)) {
        return seconds(start);
      }
      if (BagWatch.isFinal(view)) {
        requireCompleted(view);
      }
      pause();
    }
  }

  private String submit(long tasks, double confidence) {
    byte[] body = spec(tasks, confidence).getBytes(StandardCharsets.UTF_8);
    String key = UUID.randomUUID().toString();
    return requester.post("/api/v1/bags", body, "application/yaml", key).body().path("id").asText();
  }

  private static String spec(long tasks, double confidence) {
    return String.join(
        "\n",
        "apiVersion: gridbourse/v1",
        "kind: Bag",
        "metadata: {name: bench}",
        "spec:",
        "  app: {ref: noop}",
        "  command: [\"noop\"]",
        "  params: {task: {range: \"0-" + (tasks - 1) + "\"}}",
        "  resources: {cpus: 1, memory: 16MiB, walltime: 1m}",
        String.format(
            Locale.ROOT,
            "  trust: {confidence: %s, verify: %s}",
            confidence,
            confidence > 0 ? "replicate" : "none"),
        "  market: {category: XS, pool: any, maxPrice: 0.002 RLC, budget: "
            + tasks * 2_000_000
            + " nRLC}",
        "  limits: {attempts: 3, onFailure: continue}",
        "");
  }

  private static boolean allCertified(JsonNode view) {
    long tasks = view.path("tasks").asLong();
    return tasks > 0 && view.path("counts").path("certified").asLong() == tasks;
  }

  private static void requireCompleted(JsonNode view) {
    if (!"COMPLETED".equals(view.path("state").asText())) {
      throw new CommandFailed(
          ExitCode.FAILED,
          "bag "
              + view.path("id").asText()
              + " is "
              + view.path("state").asText()
              + ": "
              + view.path("reason").asText(),
          "read the server's log");
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "").because(e);
    }
  }
}
