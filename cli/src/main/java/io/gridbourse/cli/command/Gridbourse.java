package io.gridbourse.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Terminal;
import java.io.PrintWriter;
import java.util.List;
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
    })
public final class Gridbourse implements Runnable {
  private static final List<Entry> COMMANDS =
      List.of(
          new Entry("demo", "Run a real bag on a whole installation here.", DemoCommand.class),
          new Entry("server", "Run a server with all it needs here.", ServerCommand.class),
          new Entry("ledger", "Make and show the ledger here.", LedgerCommand.class),
          new Entry("bench", "Measure an installation here.", BenchCommand.class),
          new Entry("lab", "Try the algorithms on a case in a file.", LabCommand.class),
          new Entry("submit", "Submit a bag.", SubmitCommand.class),
          new Entry("bag", "List, show, watch and cancel bags.", BagCommand.class),
          new Entry("forecast", "Show how good forecasts of bags were.", ForecastCommand.class),
          new Entry("credit", "List and grant credits for support.", CreditCommand.class),
          new Entry("task", "List, show and challenge tasks of a bag.", TaskCommand.class),
          new Entry("results", "Bring certified results into a folder.", ResultsCommand.class),
          new Entry("why", "Say why a bag or task is as it is.", WhyCommand.class),
          new Entry("worker", "List and admit workers; be one.", WorkerCommand.class),
          new Entry("pool", "List pools; adopt one.", PoolCommand.class),
          new Entry("app", "List apps and register your own.", AppCommand.class),
          new Entry(
              "market", "Show the book, trades and prices; sell and fill.", MarketCommand.class),
          new Entry("order", "List, show, publish and cancel orders.", OrderCommand.class),
          new Entry("insurance", "Insure deals; invest in the insurance.", InsuranceCommand.class),
          new Entry("deal", "List and show deals on the ledger.", DealCommand.class),
          new Entry("dispute", "List and show disputes before the court.", DisputeCommand.class),
          new Entry("account", "List and show accounts on the ledger.", AccountCommand.class),
          new Entry(
              "certificate", "Bring signed certificates; check them.", CertificateCommand.class),
          new Entry("audit", "Prove what happened to a task.", AuditCommand.class),
          new Entry(
              "iexec-config", "Print the chain.json of iExec's client.", IexecConfigCommand.class),
          new Entry("login", "Keep a server and a token.", LoginCommand.class),
          new Entry("context", "List and choose servers that are kept.", ContextCommand.class),
          new Entry("completion", "Print a completion script.", CompletionCommand.class));

  @Spec CommandSpec spec;

  /** A command in the root's help; its class is only looked at when it is called. */
  private record Entry(String name, String summary, Class<?> type) {
    Object command(CommandLine.IFactory factory, boolean whole) {
      if (whole) {
        return new CommandLine(type, factory);
      }
      CommandSpec bare = CommandSpec.create().name(name);
      bare.usageMessage().description(summary);
      return bare;
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "say what to do");
  }

  /** Runs the command with these arguments and says how it ended. */
  public static int run(Terminal terminal, Map<String, String> environment, String... arguments) {
    String called = arguments.length == 0 ? "" : arguments[0];
    return commandLine(new Context(terminal, environment), called).execute(arguments);
  }

  /** Reading the annotations of all commands takes longer than most of them run. */
  static CommandLine commandLine(Context context, String called) {
    Factory factory = new Factory(context);
    CommandLine line = new CommandLine(new Gridbourse(), factory);
    boolean all = "completion".equals(called);
    for (Entry entry : COMMANDS) {
      line.addSubcommand(entry.name(), entry.command(factory, all || entry.name().equals(called)));
    }
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
