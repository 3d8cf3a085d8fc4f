package io.gridbourse.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The progress of a bag on standard error: a bar with rate and predicted finish where a person
 * looks, else a line when the state changes and every ten seconds.
 */
public final class Bar implements AutoCloseable {
  private static final int PERCENT = 100;
  private static final int UPDATE_MILLIS = 200;
  private static final long SAY_EVERY_NANOS = 10_000_000_000L;
  private static final int WIDTH_MAX = 110;

  private final Terminal terminal;
  private ProgressBar bar;
  private String state = "";
  private long saidAt;

  /** A bar that appears when the first view of a bag is shown. */
  public Bar(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Shows a view of the bag. */
  public void show(JsonNode bag) {
    JsonNode counts = bag.path("counts");
    long done = counts.path("certified").asLong() + counts.path("failed").asLong();
    long tasks = bag.path("tasks").asLong();
    String now = Column.text(bag.path("state"));
    if (!terminal.errIsTerminal()) {
      if (!now.equals(state) || System.nanoTime() - saidAt > SAY_EVERY_NANOS) {
        saidAt = System.nanoTime();
        String line = Column.text(bag.path("id")) + " " + now + " " + done + "/" + tasks + " done";
        terminal.say(line + rate(bag) + finish(bag) + cost(bag));
      }
      state = now;
      return;
    }
    state = now;
    if (bar == null) {
      bar = create(tasks);
    }
    bar.stepTo(done);
    bar.setExtraMessage(" " + now + rate(bag) + finish(bag) + cost(bag));
  }

  private ProgressBar create(long tasks) {
    return new ProgressBarBuilder()
        .setTaskName("tasks")
        .setInitialMax(tasks)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setMaxRenderedLength(WIDTH_MAX)
        .setStyle(
            terminal.colour() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .hideEta()
        .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
        .build();
  }

  private static String rate(JsonNode bag) {
    double rate = bag.path("tasksPerSecond").asDouble(0);
    return rate > 0 ? String.format(" %.1f/s", rate) : "";
  }

  private static String finish(JsonNode bag) {
    String end = bag.path("predictedEnd").asText("");
    if (end.isEmpty()) {
      return "";
    }
    try {
      Duration left = Duration.between(Instant.now(), Instant.parse(end));
      return left.isNegative() ? "" : ", done in " + left.toSeconds() + " s" + promise(bag);
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  /** What is paid and due so far, and the energy that it took. */
  private static String cost(JsonNode bag) {
    JsonNode cost = bag.path("cost");
    if (!cost.isObject()) {
      return "";
    }
    BigInteger owed =
        new BigInteger(cost.path("paid").asText("0"))
            .add(new BigInteger(cost.path("due").asText("0")));
    String money = ", " + owed + " of " + cost.path("reserved").asText() + " nRLC";
    JsonNode joules = bag.at("/energy/joules");
    return joules.isNumber() ? money + String.format(", %.0f J", joules.asDouble()) : money;
  }

  /** How probable it is that the deadline is kept, if the bag has one. */
  private static String promise(JsonNode bag) {
    JsonNode probability = bag.at("/forecast/probability");
    return probability.isNumber()
        ? String.format(", in time with %.0f %%", probability.asDouble() * PERCENT)
        : "";
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
