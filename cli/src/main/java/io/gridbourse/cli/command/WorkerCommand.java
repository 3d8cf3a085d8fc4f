package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.local.Bundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** Workers. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description = "List and show workers, admit new ones, be one.",
    subcommands = {
      WorkerCommand.Ls.class,
      WorkerCommand.Describe.class,
      WorkerCommand.Token.class,
      WorkerCommand.Run.class
    })
final class WorkerCommand extends Group {
  @Command(
      name = "run",
      description = "Be a worker of a pool; its own options: gridbourse worker run --help")
  static final class Run implements Callable<Integer> {
    @Unmatched List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
      Bundle bundle = Bundle.ofThisProcess();
      List<String> command = new ArrayList<>(List.of(Bundle.java(), "-cp"));
      command.add(bundle.at("lib/worker") + "/*");
      command.addAll(List.of("io.gridbourse.worker.Main", "run", "--exit-with-parent"));
      command.addAll(arguments);
      Process worker = new ProcessBuilder(command).inheritIO().start();
      // A stop of this command is a stop of the worker, which then hands back what it holds.
      Thread stop = new Thread(() -> stop(worker), "stop the worker");
      Runtime.getRuntime().addShutdownHook(stop);
      return worker.waitFor();
    }

    private static void stop(Process worker) {
      worker.destroy();
      worker.onExit().join();
    }
  }

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
