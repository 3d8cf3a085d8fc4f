package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Configuration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Contexts. */
@Command(
    name = "context",
    mixinStandardHelpOptions = true,
    description = "List the servers that are known, choose one, forget one.",
    subcommands = {ContextCommand.Ls.class, ContextCommand.Use.class, ContextCommand.Rm.class})
final class ContextCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List contexts.")
  static final class Ls implements Callable<Integer> {
    private final Context context;
    @Mixin FormatOptions form;

    Ls(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      form.printer(context)
          .list(Columns.CONTEXTS, new Configuration(context.environment()).contexts());
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "use", mixinStandardHelpOptions = true, description = "Make a context current.")
  static final class Use implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "NAME", description = "Name of the context.")
    String name;

    Use(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      new Configuration(context.environment()).use(name);
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "rm", mixinStandardHelpOptions = true, description = "Forget a context.")
  static final class Rm implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "NAME", description = "Name of the context.")
    String name;

    Rm(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      new Configuration(context.environment()).forget(name);
      return ExitCode.DONE.number();
    }
  }
}
