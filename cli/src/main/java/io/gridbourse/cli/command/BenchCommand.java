package io.gridbourse.cli.command;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.bench.Bench;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.Supervised;
import io.gridbourse.cli.local.WorkerPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measure a fresh installation on this machine, or the server that --server names, as an"
            + " administrator of it; prints a report in Markdown.")
final class BenchCommand implements Callable<Integer> {
  private static final long TASKS_MAX = 100_000_000;
  private static final String TOKEN = "--token";

  private final Context context;
  @Spec CommandSpec spec;
  @Mixin ServerOptions server;

  @Option(
      names = "--only",
      paramLabel = "MEASURE",
      split = ",",
      description = "Only these: ${COMPLETION-CANDIDATES}.")
  Set<Bench.Measure> only;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Tasks of the large bag (default: ${DEFAULT-VALUE}).")
  long tasks;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "200",
      description = "Bags of one task (default: ${DEFAULT-VALUE}).")
  int runs;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Workers (default: ${DEFAULT-VALUE}; gas needs two).")
  int workers;

  BenchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    require(tasks >= 1 && tasks <= TASKS_MAX, "--tasks", "1 to " + TASKS_MAX);
    require(runs >= 1, "--runs", "at least 1");
    require(workers >= 2, "--workers", "at least 2");
    Set<Bench.Measure> measures = only == null ? EnumSet.allOf(Bench.Measure.class) : only;
    List<String> given = spec.commandLine().getParseResult().originalArgs();
    String command = "./gridbourse " + published(given.isEmpty() ? rootArguments() : given);
    if (server.isNamed()) {
      return ofServer(command);
    }
    Bench.Plan plan = new Bench.Plan(measures, tasks, runs, command);
    return Supervised.run(
        () ->
            Installation.builder()
                .workers(WorkerPlan.honest(workers))
                .narrator(context.terminal()::say)
                .build(),
        installation -> {
          String report = new Bench(installation, context.terminal(), plan).run();
          context.terminal().out().println(report);
          return ExitCode.DONE;
        });
  }

  private int ofServer(String command) {
    Set<Bench.Measure> remote = EnumSet.of(Bench.Measure.latency, Bench.Measure.throughput);
    if (only != null && !remote.containsAll(only)) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "gas is measured only on an installation of its own",
          "--only",
          "latency, throughput",
          "leave --server out, or gas");
    }
    Bench.Plan plan = new Bench.Plan(only == null ? remote : only, tasks, runs, command);
    context
        .terminal()
        .out()
        .println(Bench.ofServer(server.rest(context), context.terminal(), plan));
    return ExitCode.DONE.number();
  }

  /** The command line as a report may show it: a token is nobody's business. */
  static String published(List<String> words) {
    List<String> shown = new ArrayList<>();
    for (String word : words) {
      boolean isToken = !shown.isEmpty() && shown.get(shown.size() - 1).equals(TOKEN);
      shown.add(isToken ? "..." : word.startsWith(TOKEN + "=") ? TOKEN + "=..." : word);
    }
    return String.join(" ", shown);
  }

  private List<String> rootArguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private static void require(boolean holds, String option, String limit) {
    if (!holds) {
      throw new CommandFailed(
          ExitCode.USAGE, option + " is out of range", option, limit, "choose another value");
    }
  }
}
