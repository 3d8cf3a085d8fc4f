package io.gridbourse.worker;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Entry point of the worker agent. */
@Command(
    name = "gridbourse-worker",
    description = "Runs tasks of a Gridbourse pool on this machine, in a sandbox.",
    mixinStandardHelpOptions = true,
    version = "gridbourse-worker " + Main.VERSION,
    subcommands = {RunCommand.class, ProbeCommand.class, KeygenCommand.class, CheckCommand.class})
public final class Main {
  static final String VERSION = "0.1.0";

  private Main() {}

  /**
   * Runs a command. Exit codes: 0 done, 1 this machine cannot work, 2 wrong use, 4 not allowed, 5
   * server or network, 6 conflict or limit, 130 and 143 stopped at once.
   */
  public static void main(String[] args) {
    Logging.setUp();
    System.exit(execute(args));
  }

  static int execute(String... args) {
    IExecutionExceptionHandler handler =
        (problem, commandLine, parsed) -> {
          if (problem instanceof WorkerExit exit) {
            commandLine.getErr().println("gridbourse-worker: " + exit.getMessage());
            return exit.code();
          }
          if (problem instanceof InterruptedException) {
            return 130;
          }
          problem.printStackTrace(commandLine.getErr());
          return WorkerExit.UNFIT;
        };
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(handler)
        .setParameterExceptionHandler((refused, given) -> misused(refused))
        .execute(args);
  }

  /** One line that says what is wrong; the help is long, and would hide it. */
  private static int misused(ParameterException refused) {
    CommandLine of = refused.getCommandLine();
    of.getErr().println("gridbourse-worker: " + refused.getMessage());
    of.getErr().println("  remedy: see " + of.getCommandSpec().qualifiedName() + " --help");
    return of.getCommandSpec().exitCodeOnInvalidInput();
  }
}
