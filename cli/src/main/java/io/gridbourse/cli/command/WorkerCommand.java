package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Workers. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description = "List and show workers, admit new ones, be one.",
    subcommands = {WorkerCommand.Ls.class, WorkerCommand.Describe.class, WorkerCommand.Token.class})
final class WorkerCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List workers.")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, "/api/v1/workers", Columns.WORKERS);
    }
  }

  @Command(name = "describe", mixinStandardHelpOptions = true, description = "Show a worker.")
  static final class Describe extends Description {
    Describe(Context context) {
      super(context, "/api/v1/workers", Columns.WORKERS);
    }
  }

  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      description = "Make a one-time token with which a worker may enrol (operators only).")
  static final class Token implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    Token(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      var token =
          server
              .rest(context)
              .post("/api/v1/workers/tokens", JsonNodeFactory.instance.objectNode())
              .body();
      form.printer(context).one(Columns.TOKEN, token);
      return ExitCode.DONE.number();
    }
  }
}
