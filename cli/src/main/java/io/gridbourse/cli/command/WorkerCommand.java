package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Bundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Workers. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description = "List and show workers, admit new ones, be one.",
    subcommands = {
      WorkerCommand.Ls.class,
      WorkerCommand.Describe.class,
      WorkerCommand.Standing.class,
      WorkerCommand.Pairs.class,
      WorkerCommand.Pardon.class,
      WorkerCommand.Own.class,
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
      name = "standing",
      mixinStandardHelpOptions = true,
      description = "Show how far a worker can be believed: checks, streak, caught, suspected.")
  static final class Standing implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "WORKER", description = "Its address.")
    String worker;

    Standing(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      String path = "/api/v1/workers/" + Rest.encode(worker) + "/standing";
      form.printer(context).one(Columns.STANDING, server.rest(context).get(path));
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "pairs",
      mixinStandardHelpOptions = true,
      description =
          "List pairs of workers that agree against the rest too often (operators only); they are"
              + " kept apart.")
  static final class Pairs extends Listing {
    Pairs(Context context) {
      super(context, "/api/v1/workers/pairs", Columns.PAIRS);
    }
  }

  @Command(
      name = "pardon",
      mixinStandardHelpOptions = true,
      description =
          "Let a worker that failed a check take part again, as a new one (operators only).")
  static final class Pardon implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "WORKER", description = "Its address.")
    String worker;

    Pardon(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      var standing =
          server
              .rest(context)
              .post(
                  "/api/v1/workers/" + Rest.encode(worker) + "/pardon",
                  JsonNodeFactory.instance.objectNode())
              .body();
      form.printer(context).one(Columns.STANDING, standing);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "own",
      mixinStandardHelpOptions = true,
      description =
          "Say whose a worker is: replicas of a task go to different owners (operators only).")
  static final class Own implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(index = "0", paramLabel = "WORKER", description = "Its address.")
    String worker;

    @Parameters(index = "1", paramLabel = "OWNER", description = "The address of its owner.")
    String owner;

    Own(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      var standing =
          server
              .rest(context)
              .post(
                  "/api/v1/workers/" + Rest.encode(worker) + "/owner",
                  JsonNodeFactory.instance.objectNode().put("owner", owner))
              .body();
      form.printer(context).one(Columns.STANDING, standing);
      return ExitCode.DONE.number();
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

    @Option(
        names = "--site",
        paramLabel = "SITE",
        description = "Where the worker stands, as eu.grenoble; spec.data.residency goes by it.")
    Optional<String> site = Optional.empty();

    Token(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      var token =
          server
              .rest(context)
              .post(
                  "/api/v1/workers/tokens"
                      + site.map(name -> "?site=" + Rest.encode(name)).orElse(""),
                  JsonNodeFactory.instance.objectNode())
              .body();
      form.printer(context).one(Columns.TOKEN, token);
      return ExitCode.DONE.number();
    }
  }
}
