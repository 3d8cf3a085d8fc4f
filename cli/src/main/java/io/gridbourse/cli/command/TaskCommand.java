package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tasks. */
@Command(
    name = "task",
    mixinStandardHelpOptions = true,
    description = "List, show and challenge tasks of a bag.",
    subcommands = {
      TaskCommand.Ls.class,
      TaskCommand.Describe.class,
      TaskHistoryCommand.class,
      ChallengeCommand.class
    })
final class TaskCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List the tasks of a bag.")
  static final class Ls implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;
    @Mixin PageOptions page;

    @Parameters(paramLabel = "BAG", description = "Id of the bag.")
    String bag;

    @Option(names = "--state", paramLabel = "STATE", description = "Only tasks in this state.")
    String state;

    Ls(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      List<String> query = new ArrayList<>(List.of("fields=result"));
      Group.filter(query, "state", state);
      String path = BagCommand.path(bag) + "/tasks?" + String.join("&", query);
      List<JsonNode> rows = server.rest(context).list(path, page.limit);
      form.printer(context).list(Columns.TASKS, rows);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "describe",
      mixinStandardHelpOptions = true,
      description = "Show a task, its votes and its certificate.")
  static final class Describe implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(
        paramLabel = "BAG/INDEX",
        converter = TaskName.Reader.class,
        description = "The task.")
    TaskName task;

    Describe(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      form.printer(context).one(Columns.TASKS, server.rest(context).get(task.withIndex().path()));
      return ExitCode.DONE.number();
    }
  }
}
