package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What happened to an account's money. */
@Command(
    name = "statement",
    mixinStandardHelpOptions = true,
    description =
        "Show an account's opening balance, every change, and its closing balance (nRLC).")
final class StatementCommand implements Callable<Integer> {
  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;
  @Mixin PeriodOptions period;

  @Option(
      names = "--user",
      paramLabel = "ADDRESS",
      defaultValue = "mine",
      description = "Whose account (default: one's own).")
  String user;

  @Option(names = "--project", paramLabel = "NAME", description = "Only what a project did.")
  String project;

  @Option(names = "--pool", paramLabel = "ADDRESS", description = "Only what was done at a pool.")
  String pool;

  StatementCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<String> query = new ArrayList<>();
    period.addTo(query);
    Group.filter(query, "project", project);
    Group.filter(query, "pool", pool);
    JsonNode statement =
        server
            .rest(context)
            .get(
                "/api/v1/accounts/"
                    + Rest.encode(user)
                    + "/statement"
                    + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    if (form.format == Format.json || form.format == Format.yaml) {
      form.printer(context).one(LedgerColumns.STATEMENT, statement);
    } else {
      form.printer(context).list(LedgerColumns.STATEMENT, rows(statement));
    }
    return ExitCode.DONE.number();
  }

  /** Opening, lines, closing: the columns of money add up. */
  private static List<JsonNode> rows(JsonNode statement) {
    List<JsonNode> rows = new ArrayList<>();
    rows.add(balance("OPENING", statement.path("from"), statement.path("opening")));
    statement.path("lines").forEach(rows::add);
    rows.add(balance("CLOSING", statement.path("to"), statement.path("closing")));
    return rows;
  }

  private static JsonNode balance(String name, JsonNode at, JsonNode money) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kinds", name)
        .put("at", at.asText())
        .put("free", money.path("free").asText())
        .put("locked", money.path("locked").asText());
  }
}
