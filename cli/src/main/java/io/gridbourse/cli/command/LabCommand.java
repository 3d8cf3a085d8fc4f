package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.lab.LabCases;
import io.gridbourse.cli.lab.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The laboratory. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description = {
      "Try the algorithms on a case in a file, by the code that the server runs.",
      "The answer is JSON, with the steps that led there. Formats: docs/reference/lab.md."
    },
    subcommands = {
      LabCommand.Rank.class,
      LabCommand.Certify.class,
      LabCommand.Place.class,
      LabCommand.Predict.class,
      LabCommand.Simulate.class
    })
final class LabCommand extends Group {
  /** Solves one case. */
  abstract static class Case implements Callable<Integer> {
    private final Context context;
    private final Function<Path, ObjectNode> solve;

    @Parameters(paramLabel = "FILE", description = "The case, as JSON.")
    Path file;

    Case(Context context, Function<Path, ObjectNode> solve) {
      this.context = context;
      this.solve = solve;
    }

    @Override
    public Integer call() {
      context.terminal().out().println(solve.apply(file).toPrettyString());
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "rank",
      mixinStandardHelpOptions = true,
      description = "Rank alternatives by many criteria (PROMETHEE II).")
  static final class Rank extends Case {
    Rank(Context context) {
      super(context, LabCases::rank);
    }
  }

  @Command(
      name = "certify",
      mixinStandardHelpOptions = true,
      description = "Judge the votes on a task by a rung of the ladder, and split the money.")
  static final class Certify extends Case {
    Certify(Context context) {
      super(context, LabCases::certify);
    }
  }

  @Command(
      name = "place",
      mixinStandardHelpOptions = true,
      description = "Say what hosts hold after they have shown their caches (BitDew).")
  static final class Place extends Case {
    Place(Context context) {
      super(context, LabCases::place);
    }
  }

  @Command(
      name = "predict",
      mixinStandardHelpOptions = true,
      description = "Predict a bag's end and the supporting workers it should get (SpeQuloS).")
  static final class Predict extends Case {
    Predict(Context context) {
      super(context, LabCases::predict);
    }
  }

  @Command(
      name = "simulate",
      mixinStandardHelpOptions = true,
      description = {
        "Run a scenario: hosts that come and go, lie and lag, and ways to deal with them.",
        "The report goes to standard output as JSON, and where the options say."
      })
  static final class Simulate implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "FILE", description = "The scenario, as YAML or JSON.")
    Path file;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write each bag of each run here.")
    Path csv;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots here.")
    Path html;

    Simulate(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      requireFolder(csv);
      requireFolder(html);
      Simulation simulation = LabCases.simulate(file, context.terminal()::say);
      write(csv, simulation.csv());
      write(html, simulation.html());
      context.terminal().out().println(simulation.json().toPrettyString());
      return ExitCode.DONE.number();
    }

    /** Said at once: a simulation may take long. */
    private static void requireFolder(Path to) {
      Path folder = to == null ? null : to.toAbsolutePath().getParent();
      if (folder != null && (!Files.isDirectory(folder) || Files.isDirectory(to))) {
        throw new CommandFailed(
            ExitCode.USAGE,
            Files.isDirectory(to)
                ? "cannot write " + to + ": it is a folder"
                : "cannot write " + to + ": there is no folder " + folder,
            "name a file in a folder that is there");
      }
    }

    private static void write(Path to, String text) {
      if (to == null) {
        return;
      }
      try {
        Files.writeString(to, text);
      } catch (IOException e) {
        throw new CommandFailed(
                ExitCode.USAGE,
                "cannot write " + to + ": " + e,
                "choose a place that can be written")
            .because(e);
      }
    }
  }
}
