package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One task across server, workers and ledger. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Trace a task across server, workers and ledger, with transactions.")
final class TaskHistoryCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("TIME", "/at"),
          Column.of("WHERE", "/where"),
          Column.of("WHAT", "/sentence"),
          Column.of("TRANSACTION", "/transaction"),
          Column.wide("BLOCK", "/block"),
          Column.wide("KIND", "/kind"),
          Column.wide("POSITION", "/position"));

  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;

  @Parameters(
      paramLabel = "BAG/INDEX",
      converter = TaskName.Reader.class,
      description = "The task.")
  TaskName task;

  TaskHistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode history = server.rest(context).get(task.withIndex().path() + "/history");
    if (form.format == Format.json || form.format == Format.yaml) {
      form.printer(context).one(COLUMNS, history);
      return ExitCode.DONE.number();
    }
    List<JsonNode> lines = new ArrayList<>();
    history.path("lines").forEach(lines::add);
    form.printer(context).list(COLUMNS, lines);
    return ExitCode.DONE.number();
  }
}
