package io.gridbourse.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.output.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells what the server says of a bag with a deadline, each thing once, when it is first seen. */
final class DeadlineStory {
  private static final double PERCENT = 100;
  private final Consumer<String> said;
  private final Instant submitted;
  private String promise = "";
  private String support = "";
  private long running;
  private long copied;
  private boolean isVanished;
  private JsonNode gloomiest;

  /** Begins with what was promised. */
  DeadlineStory(JsonNode bag, Consumer<String> said) {
    this.said = said;
    this.submitted = Instant.parse(bag.path("submittedAt").asText());
    tell(submitted, "promised: " + expectation(bag.path("promised")));
  }

  /** Workers are gone. */
  void vanished(JsonNode bag, String names, long held) {
    isVanished = true;
    tell(
        Instant.now(),
        "%s vanish (kill -9) with %d tasks; %s of %s are certified"
            .formatted(names, held, certified(bag), Column.text(bag.path("tasks"))));
  }

  /** Looks at the bag again. */
  void look(JsonNode bag) {
    JsonNode forecast = bag.path("forecast");
    supporters(bag);
    promise(forecast);
    long now = bag.path("copiedTasks").asLong();
    if (now > copied) {
      tell(Instant.now(), now + " tasks of the tail are at work at a second worker, too");
      copied = now;
    }
    if (isVanished && isGloomier(forecast)) {
      gloomiest = forecast;
    }
  }

  private boolean isGloomier(JsonNode forecast) {
    Optional<Instant> end = end(forecast);
    return end.isPresent()
        && (gloomiest == null || end.get().isAfter(end(gloomiest).orElse(Instant.MIN)));
  }

  private void promise(JsonNode forecast) {
    String state = forecast.path("state").asText();
    if (state.equals(promise)) {
      return;
    }
    String before = promise;
    promise = state;
    switch (state) {
      case "AT_RISK" -> tell(at(forecast), "the deadline is at risk: " + expectation(forecast));
      case "ON_TIME" -> {
        if (before.equals("AT_RISK")) {
          tell(at(forecast), "the deadline is safe again: " + expectation(forecast));
        }
      }
      case "MISSED" -> tell(at(forecast), "the deadline is over");
      default -> {
        // What it comes to in the end is told then.
      }
    }
  }

  private void supporters(JsonNode bag) {
    JsonNode now = bag.path("support");
    String state = now.path("state").asText();
    if (!state.equals(support) && state.equals("STARTED")) {
      tell(
          Instant.parse(now.path("startedAt").asText()),
          "nine tenths of the tasks are given out: %d supporting workers are ordered"
              .formatted(now.path("workers").size()));
    }
    support = state;
    long enrolled = 0;
    for (JsonNode worker : now.path("workers")) {
      enrolled += worker.path("worker").isTextual() ? 1 : 0;
    }
    if (enrolled > running) {
      tell(Instant.now(), enrolled + " of them at work");
      running = enrolled;
    }
  }

  /** The latest end that was forecast since workers vanished; what copies brought came after it. */
  Optional<JsonNode> gloomiest() {
    return Optional.ofNullable(gloomiest);
  }

  /** Tasks that were given to a second worker while the bag ran. */
  long copied() {
    return copied;
  }

  /** What a forecast says, in seconds from the submission on. */
  String expectation(JsonNode forecast) {
    if (!forecast.path("expected").isTextual()) {
      return Column.text(forecast.path("reason"));
    }
    return String.format(
        Locale.ROOT,
        "end after %.1f s (with 90 %% between %.1f and %.1f s), in time with %.0f %%",
        since(end(forecast).orElseThrow()),
        since(Instant.parse(forecast.path("low90").asText())),
        since(Instant.parse(forecast.path("high90").asText())),
        forecast.path("probability").asDouble() * PERCENT);
  }

  double since(Instant moment) {
    return Duration.between(submitted, moment).toMillis() / 1_000.0;
  }

  private static Optional<Instant> end(JsonNode forecast) {
    return forecast.path("expected").isTextual()
        ? Optional.of(Instant.parse(forecast.path("expected").asText()))
        : Optional.empty();
  }

  private static Instant at(JsonNode forecast) {
    return Instant.parse(forecast.path("at").asText());
  }

  private static String certified(JsonNode bag) {
    return Column.text(bag.path("counts").path("certified"));
  }

  private void tell(Instant moment, String what) {
    said.accept(String.format(Locale.ROOT, "%6.1f s  %s", since(moment), what));
  }
}
