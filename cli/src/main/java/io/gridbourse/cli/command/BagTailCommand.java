package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import io.gridbourse.cli.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What of a bag is slow. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = {
      "Show the leases of a bag that run, those that lag most first, and why they are copied or not.",
      "Says on standard error how long tasks take, and how much longer the bag takes by its tail."
    })
final class BagTailCommand implements Callable<Integer> {
  private static final List<Column> LEASES =
      List.of(
          Column.of("FIRST", "/first"),
          Column.of("TASKS", "/count"),
          Column.computed("WORKER", BagTailCommand::worker),
          Column.of("STATE", "/state"),
          Column.computed("SECONDS", row -> seconds(row.path("seconds"))),
          Column.computed("EXPECTED", row -> seconds(row.path("expectedSeconds"))),
          Column.of("END", "/expectedEnd"),
          Column.of("AT WORK", "/workers"),
          Column.of("WHY", "/sentence"),
          Column.wide("LEASE", "/lease"),
          Column.wide("STALLED", "/stalled"),
          Column.wide("SUPPORTING", "/supporting"));

  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;

  @Parameters(paramLabel = "BAG", description = "Id of the bag.")
  String bag;

  BagTailCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode tail = server.rest(context).get(BagCommand.path(bag) + "/tail");
    if (form.format == Format.json || form.format == Format.yaml) {
      form.printer(context).one(LEASES, tail);
      return ExitCode.DONE.number();
    }
    List<JsonNode> leases = new ArrayList<>();
    tail.path("stragglers").forEach(leases::add);
    form.printer(context).list(LEASES, leases);
    tell(context.terminal(), tail);
    return ExitCode.DONE.number();
  }

  private static void tell(Terminal terminal, JsonNode tail) {
    terminal.say(
        tail.path("running").asInt() + " leases run, " + tail.path("slow").asInt() + " are slow");
    JsonNode times = tail.path("times");
    if (times.isObject()) {
      terminal.say(
          "a task takes %s s, for eight in ten between %s and %s s; the slowest took %s s"
              .formatted(
                  seconds(times.path("median")),
                  seconds(times.path("low")),
                  seconds(times.path("high")),
                  seconds(times.path("most"))));
    }
    JsonNode pace = tail.path("pace");
    if (pace.isObject()) {
      terminal.say(
          "it has taken %s s, %.2f times as long as if all of it had gone like its first nine tenths"
              .formatted(seconds(pace.path("seconds")), pace.path("slowdown").asDouble()));
    }
  }

  private static String worker(JsonNode row) {
    return Column.text(row.hasNonNull("workerName") ? row.path("workerName") : row.path("worker"));
  }

  private static String seconds(JsonNode value) {
    return value.isNumber() ? amount(value.asDouble()) : "";
  }

  /** Two digits that count at least. */
  private static String amount(double seconds) {
    String form = seconds >= 10 ? "%.0f" : seconds >= 1 ? "%.1f" : seconds >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, form, seconds);
  }
}
