package io.gridbourse.cli.command;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.Supervised;
import io.gridbourse.cli.local.WorkerPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A server with all that it needs, on this machine. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description = "Run a server with its chain, database and workers on this machine until Ctrl-C.")
final class ServerCommand implements Callable<Integer> {
  private static final int WORKERS_MAX = 64;
  private static final long LOOK_EVERY_SECONDS = 1;

  private final Context context;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".gridbourse",
      description = "Folder that keeps all data (default: ${DEFAULT-VALUE}).")
  Path home;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port on 127.0.0.1 (default: ${DEFAULT-VALUE}); 0 is a free one.")
  int port;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Workers on this machine (default: ${DEFAULT-VALUE}).")
  int workers;

  ServerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (workers < 0 || workers > WORKERS_MAX) {
      throw new CommandFailed(
          ExitCode.USAGE, workers + " workers", "--workers", "0 to " + WORKERS_MAX, "choose fewer");
    }
    return Supervised.run(
        () ->
            Installation.builder()
                .home(home)
                .port(port)
                .workers(WorkerPlan.honest(workers))
                .narrator(context.terminal()::say)
                .build(),
        this::serve);
  }

  private ExitCode serve(Installation installation) throws InterruptedException {
    Path tokens = installation.home().at("tokens");
    context.terminal().out().println(installation.url());
    context
        .terminal()
        .say(
            String.format(
                "Tokens of requester, provider and admin are in %s; log in with:%n"
                    + "  gridbourse login %s --token-stdin < %s",
                tokens, installation.url(), tokens.resolve("requester")));
    while (installation.isHealthy()) {
      TimeUnit.SECONDS.sleep(LOOK_EVERY_SECONDS);
    }
    throw new CommandFailed(
        ExitCode.SERVER,
        "a part of the installation ended by itself",
        "read the logs in " + installation.home().at("logs"));
  }
}
