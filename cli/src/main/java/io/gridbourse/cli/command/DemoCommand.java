package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.demo.Demo;
import io.gridbourse.cli.demo.DemoPlan;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.Supervised;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demonstration. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    subcommands = {ChessDemoCommand.class, DeadlineDemoCommand.class},
    description = {
      "Run a real bag on a whole installation on this machine, and account for it.",
      "Starts a chain, a database, a server and workers, one of which lies; looks for Bitcoin"
          + " addresses that begin as you wish. Ends with 0 only if everything was certified and"
          + " the books balance."
    })
final class DemoCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--pattern",
      paramLabel = "TEXT",
      defaultValue = "1LoV",
      description =
          "How the addresses begin (default: ${DEFAULT-VALUE}); each character more"
              + " makes them 58 times as rare.")
  String pattern;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "64",
      description = "Tasks of the bag (default: ${DEFAULT-VALUE}).")
  int tasks;

  @Option(
      names = "--keys",
      paramLabel = "N",
      description = "Keys that a task searches (default: so many that about seven are found).")
  Long keys;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "4",
      description = "Workers (default: ${DEFAULT-VALUE}); of three or more the last one lies.")
  int workers;

  @Option(
      names = "--trust",
      paramLabel = "CONFIDENCE",
      defaultValue = "0.66",
      description = "Certainty asked for, from 0 to less than 1 (default: ${DEFAULT-VALUE}).")
  double trust;

  @Option(names = "--keep", description = "Leave it running until Ctrl-C.")
  boolean keep;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder for all data (default: a temporary one that is deleted at the end).")
  Path home;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    long searched = keys == null ? DemoPlan.keysForSeven(pattern, tasks) : keys;
    DemoPlan plan = new DemoPlan(pattern, tasks, searched, workers, trust);
    return Supervised.run(
        () ->
            Installation.builder()
                .home(home)
                .workers(plan.workerPlans())
                .stakePercent(DemoPlan.STAKE_PERCENT)
                .narrator(context.terminal()::say)
                .build(),
        installation -> {
          boolean good = new Demo(installation, context.terminal(), plan).run();
          if (keep) {
            context.terminal().say("It runs until you press Ctrl-C.");
            new CountDownLatch(1).await();
          }
          return good ? ExitCode.DONE : ExitCode.FAILED;
        });
  }
}
