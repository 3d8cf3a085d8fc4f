package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.LedgerStatus;
import io.gridbourse.cli.output.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The ledger of a local installation, and how a server stands with it. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = "Make and show the ledger of an installation, and how a server stands with it.",
    subcommands = {
      LedgerCommand.Init.class,
      LedgerCommand.Status.class,
      LedgerCommand.State.class,
      LedgerCommand.Incidents.class,
      LedgerCommand.Thaw.class
    })
final class LedgerCommand extends Group {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("HUB", "/hub"),
          Column.of("CHAIN", "/chainId"),
          Column.of("NODE", "/rpc"),
          Column.of("BLOCK", "/block"),
          Column.wide("TOKEN", "/token"),
          Column.wide("POOL", "/pool"));

  /** Where the installation is. */
  static final class HomeOption {
    @Option(
        names = "--home",
        paramLabel = "DIR",
        defaultValue = ".gridbourse",
        description = "Folder of the installation (default: ${DEFAULT-VALUE}).")
    Path home;
  }

  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = "Make a chain, deploy the contracts, register a pool, hand out funds; once.")
  static final class Init implements Callable<Integer> {
    private final Context context;
    @Mixin HomeOption where;
    @Mixin FormatOptions form;

    Init(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      Installation installation =
          Installation.builder().home(where.home).narrator(context.terminal()::say).build();
      Thread end = new Thread(installation::close, "end of the chain");
      Runtime.getRuntime().addShutdownHook(end);
      try (installation) {
        installation.startLedger();
        form.printer(context).one(COLUMNS, LedgerStatus.of(where.home));
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Show where the ledger is, its contracts and its head.")
  static final class Status implements Callable<Integer> {
    private final Context context;
    @Mixin HomeOption where;
    @Mixin FormatOptions form;

    Status(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      if (!Files.exists(where.home.resolve("gridbourse.properties"))) {
        throw new CommandFailed(
            ExitCode.NOT_FOUND,
            "there is no installation in " + where.home,
            "make one with: gridbourse server --home " + where.home);
      }
      JsonNode status = LedgerStatus.of(where.home);
      form.printer(context).one(COLUMNS, status);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "state",
      mixinStandardHelpOptions = true,
      description = "Show the server's endpoints of the chain, and open incidents.")
  static final class State implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    State(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      form.printer(context).one(LedgerColumns.STATE, server.rest(context).get("/api/v1/ledger"));
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "incidents",
      mixinStandardHelpOptions = true,
      description = "List what went wrong between the server and the ledger, newest first.")
  static final class Incidents extends Listing {
    Incidents(Context context) {
      super(context, "/api/v1/ledger/incidents", LedgerColumns.INCIDENTS);
    }
  }

  @Command(
      name = "thaw",
      mixinStandardHelpOptions = true,
      description = "Let the server sign again although no audit was clean.")
  static final class Thaw implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "Why payments may go on; kept with the incident.")
    String reason;

    Thaw(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      JsonNode request = JsonNodeFactory.instance.objectNode().put("reason", reason);
      form.printer(context)
          .one(
              LedgerColumns.THAWED,
              server.rest(context).post("/api/v1/ledger/thaw", request).body());
      return ExitCode.DONE.number();
    }
  }
}
