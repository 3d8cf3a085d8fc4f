package io.gridbourse.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Terminal;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: what it is called, what it can do, how it ends. */
@Command(
    name = "gridbourse",
    mixinStandardHelpOptions = true,
    version = "gridbourse 0.1.0",
    description = "A grid application server whose results are certified and paid.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 the bag or task failed, 2 usage, 3 not found, 4 not allowed,",
      "5 server or network, 6 conflict or limit, 124 timeout, 130 interrupted.",
      "Environment: GRIDBOURSE_SERVER, GRIDBOURSE_TOKEN, GRIDBOURSE_CONTEXT, NO_COLOR."
    },
    subcommands = {
      SubmitCommand.class,
      BagCommand.class,
      TaskCommand.class,
      ResultsCommand.class,
      WhyCommand.class,
      WorkerCommand.class,
      PoolCommand.class,
      AppCommand.class,
      DealCommand.class,
      AccountCommand.class,
      LoginCommand.class,
      ContextCommand.class,
      CompletionCommand.class
    })
public final class Gridbourse implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "say what to do");
  }

  /** Runs the command with these arguments and says how it ended. */
  public static int run(Terminal terminal, Map<String, String> environment, String... arguments) {
    return commandLine(new Context(terminal, environment)).execute(arguments);
  }

  static CommandLine commandLine(Context context) {
    CommandLine line = new CommandLine(new Gridbourse(), new Factory(context));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpLongOptionsMaxWidth(30);
    line.setOut(new PrintWriter(context.terminal().out(), true, UTF_8));
    line.setErr(new PrintWriter(context.terminal().err(), true, UTF_8));
    if (!context.terminal().colour()) {
      line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    }
    line.setParameterExceptionHandler(Gridbourse::refuseArguments);
    line.setExecutionExceptionHandler(
        (failure, at, parsed) -> end(context, failure, at.getCommandName()));
    return line;
  }

  private static int refuseArguments(CommandLine.ParameterException failure, String[] arguments) {
    CommandLine at = failure.getCommandLine();
    at.getErr().println("gridbourse: " + failure.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, at.getErr())) {
      at.getErr().println("  remedy: see " + at.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE.number();
  }

  private static int end(Context context, Exception failure, String command) {
    if (failure instanceof CommandFailed expected) {
      context.terminal().say(expected.text());
      return expected.code().number();
    }
    context.terminal().say("gridbourse: " + command + " broke: " + failure);
    if (!context.environment().getOrDefault("GRIDBOURSE_DEBUG", "").isEmpty()) {
      failure.printStackTrace(context.terminal().err());
    } else {
      context.terminal().say("  remedy: run again with GRIDBOURSE_DEBUG=1 and report what it says");
    }
    return ExitCode.SERVER.number();
  }

  /** Makes commands; those that ask for the context by their constructor get it. */
  private record Factory(Context context) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (var constructor : type.getDeclaredConstructors()) {
        Class<?>[] wanted = constructor.getParameterTypes();
        if (wanted.length == 1 && wanted[0] == Context.class) {
          constructor.setAccessible(true);
          return type.cast(constructor.newInstance(context));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
