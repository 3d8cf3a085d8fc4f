package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Disputes. */
@Command(
    name = "dispute",
    mixinStandardHelpOptions = true,
    description = "List and show disputes about accepted results.",
    subcommands = {DisputeCommand.Ls.class, DisputeCommand.Describe.class})
final class DisputeCommand extends Group {
  static final String PATH = "/api/v1/disputes";
  private static final List<Column> DISPUTES =
      List.of(
          Column.of("DISPUTE", "/id"),
          Column.of("STATE", "/state"),
          Column.of("BAG", "/bag"),
          Column.of("INDEX", "/index"),
          Column.of("CHALLENGER", "/challenger"),
          Column.of("STAKE", "/stake"),
          Column.of("ROUND", "/round"),
          Column.of("OPENED", "/openedAt"),
          Column.of("ENDED", "/endedAt"),
          Column.wide("LIAR", "/liar"),
          Column.wide("DIGEST", "/digest"),
          Column.wide("VERDICT", "/verdict"));
  private static final List<Column> JURY =
      List.of(
          Column.of("JUROR", "/worker"),
          Column.of("OWNER", "/owner"),
          Column.of("ROUND", "/round"),
          Column.of("VOTE", "/vote"),
          Column.of("DIGEST", "/digest"));
  private static final List<Column> MONEY =
      List.of(Column.of("ACCOUNT", "/account"), Column.of("MOVED (nRLC)", "/amount"));

  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List disputes.")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, PATH, DISPUTES);
    }
  }

  @Command(
      name = "describe",
      mixinStandardHelpOptions = true,
      description = "Show a dispute, its jury, its verdict and the money that it moved.")
  static final class Describe implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "DISPUTE", description = "Its number.")
    String number;

    Describe(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      JsonNode dispute = server.rest(context).get(PATH + "/" + Rest.encode(number));
      form.printer(context).one(DISPUTES, dispute);
      if (form.format == Format.table || form.format == Format.wide) {
        PrintStream out = context.terminal().out();
        out.println(Column.text(dispute.path("sentence")));
        table(JURY, dispute.path("jury"));
        table(MONEY, dispute.path("money"));
      }
      return ExitCode.DONE.number();
    }

    private void table(List<Column> columns, JsonNode items) {
      List<JsonNode> rows = new ArrayList<>();
      items.forEach(rows::add);
      if (!rows.isEmpty()) {
        form.printer(context).list(columns, rows);
      }
    }
  }
}
