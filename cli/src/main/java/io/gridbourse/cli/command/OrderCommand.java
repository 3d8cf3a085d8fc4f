package io.gridbourse.cli.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.domain.market.OrderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signed orders. */
@Command(
    name = "order",
    mixinStandardHelpOptions = true,
    description = "List, show, publish and cancel orders.",
    subcommands = {
      OrderCommand.Ls.class,
      OrderCommand.Describe.class,
      OrderCommand.Publish.class,
      OrderCommand.Cancel.class
    })
final class OrderCommand extends Group {
  private static final String PATH = "/api/v1/orders";

  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List orders in the book.")
  static final class Ls implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;
    @Mixin PageOptions page;

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        defaultValue = "POOL",
        description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OrderKind kind;

    @Option(names = "--mine", description = "Yours, whatever became of them.")
    boolean mine;

    Ls(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      List<String> query = new ArrayList<>();
      filter(query, "kind", kind.name().toLowerCase(Locale.ROOT));
      filter(query, "mine", Boolean.toString(mine));
      form.printer(context)
          .list(
              MarketColumns.ORDERS,
              server.rest(context).list(PATH + "?" + String.join("&", query), page.limit));
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "describe", mixinStandardHelpOptions = true, description = "Show an order.")
  static final class Describe extends Description {
    Describe(Context context) {
      super(context, PATH, MarketColumns.ORDERS);
    }
  }

  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      description = "Put a signed order into the book.")
  static final class Publish implements Callable<Integer> {
    private static final JsonMapper STRICT =
        JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    private final Context context;
    @Spec CommandSpec spec;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(
        index = "0",
        paramLabel = "FILE",
        description = "JSON of the order with its sign, as iExec's client prints it.")
    Path file;

    @Option(
        names = "--kind",
        required = true,
        paramLabel = "KIND",
        description = "${COMPLETION-CANDIDATES}.")
    OrderKind kind;

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "Leave the book then, RFC 3339.")
    Instant expires;

    Publish(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("kind", kind.name().toLowerCase(Locale.ROOT));
      body.set("order", order());
      if (expires != null) {
        body.put("expires", expires.toString());
      }
      JsonNode published = server.rest(context).post(PATH, body).body();
      form.printer(context).one(MarketColumns.ORDERS, published);
      return ExitCode.DONE.number();
    }

    private JsonNode order() {
      try {
        JsonNode tree = STRICT.readTree(Files.readAllBytes(file));
        if (tree != null && tree.isObject()) {
          return tree;
        }
        throw usage(file + " holds no JSON object");
      } catch (IOException e) {
        throw usage(file + " cannot be read: " + String.valueOf(e.getMessage()).split("\\R", 2)[0]);
      }
    }

    private CommandLine.ParameterException usage(String what) {
      return new CommandLine.ParameterException(spec.commandLine(), what);
    }
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Take your order from the book; with --on-ledger nobody can use it any more.")
  static final class Cancel implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "HASH", description = "The order's hash.")
    String hash;

    @Option(
        names = "--on-ledger",
        description = "Close it on the ledger too, if the server keeps your key.")
    boolean onLedger;

    Cancel(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("onLedger", onLedger);
      JsonNode order =
          server.rest(context).post(PATH + "/" + Rest.encode(hash) + "/cancel", body).body();
      form.printer(context).one(MarketColumns.ORDERS, order);
      return ExitCode.DONE.number();
    }
  }
}
