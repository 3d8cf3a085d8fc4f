package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.demo.DeadlineDemo;
import io.gridbourse.cli.demo.DeadlinePlan;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.Supervised;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demonstration of a deadline. */
@Command(
    name = "deadline",
    mixinStandardHelpOptions = true,
    description = {
      "Keep a deadline although the slowest workers vanish.",
      "Starts an installation as demo does, with one steady worker and three slow ones, and"
          + " measures how long a task takes. Then it submits a bag with a deadline and credits for"
          + " supporting workers, and kills the slow ones. Ends with 0 only if the deadline was"
          + " kept, everything was certified, and no more credits were spent than set aside."
    })
final class DeadlineDemoCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--keep", description = "Leave it running until Ctrl-C.")
  boolean keep;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder for all data (default: a temporary one that is deleted at the end).")
  Path home;

  DeadlineDemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return Supervised.run(
        this::installation,
        installation -> {
          boolean good = new DeadlineDemo(installation, context.terminal()).run();
          if (keep) {
            context.terminal().say("It runs until you press Ctrl-C.");
            new CountDownLatch(1).await();
          }
          return good ? ExitCode.DONE : ExitCode.FAILED;
        });
  }

  private Installation installation() {
    return Installation.builder()
        .home(home)
        .workers(DeadlinePlan.workers())
        .supportHomes(DeadlineDemo.supporters())
        .settings(DeadlineDemo.settings())
        .narrator(context.terminal()::say)
        .build();
  }
}
