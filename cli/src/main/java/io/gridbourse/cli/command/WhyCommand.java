package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Why a bag or task is as it is, or why a lease was granted. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = {
      "Say in a sentence why a bag or task waits, failed or was accepted,",
      "or why a worker was given a lease, with the ranking that led to it."
    })
final class WhyCommand implements Callable<Integer> {
  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;

  @Parameters(
      paramLabel = "BAG[/INDEX]|LEASE",
      converter = Subject.class,
      description = "The bag, task or lease.")
  String subject;

  WhyCommand(Context context) {
    this.context = context;
  }

  /** Reads what is asked about, as the path of its resource. */
  static final class Subject implements ITypeConverter<String> {
    private static final String LEASE = "b-[0-9a-v]{16}(\\.[0-9]{1,15}){3}";

    @Override
    public String convert(String text) {
      return text.matches(LEASE)
          ? "/api/v1/leases/" + text
          : new TaskName.Reader().convert(text).path();
    }
  }

  private void ranking(String title, JsonNode rows) {
    if (!rows.isEmpty()) {
      context.terminal().out().println("  " + title);
      for (JsonNode row : rows) {
        context.terminal().out().println("  " + line(row));
      }
    }
  }

  private static String line(JsonNode row) {
    StringBuilder line = new StringBuilder();
    line.append(row.path("taken").asBoolean() ? "* " : "  ")
        .append(row.path("place").asInt())
        .append(". ")
        .append(String.format(Locale.ROOT, "%+.4f", row.path("net").asDouble()))
        .append("  ")
        .append(Column.text(row.path("alternative")))
        .append(" (");
    String separator = "";
    for (JsonNode share : row.path("shares")) {
      line.append(separator)
          .append(Column.text(share.path("criterion")))
          .append(
              String.format(
                  Locale.ROOT,
                  " %.3g: %+.4f",
                  share.path("value").asDouble(),
                  share.path("contribution").asDouble()));
      separator = ", ";
    }
    return line.append(')').toString();
  }

  @Override
  public Integer call() {
    JsonNode why = server.rest(context).get(subject + "/why");
    if (form.format != Format.table) {
      form.printer(context).one(Columns.WHY, why);
      return ExitCode.DONE.number();
    }
    PrintStream out = context.terminal().out();
    out.println(Column.text(why.path("sentence")));
    for (JsonNode fact : why.path("facts")) {
      out.println("  " + Column.text(fact));
    }
    String remedy = Column.text(why.path("remedy"));
    if (!remedy.isEmpty()) {
      out.println("  remedy: " + remedy);
    }
    ranking("bags for the worker:", why.path("rows"));
    ranking("workers for the bag's requester:", why.path("hosts"));
    return ExitCode.DONE.number();
  }
}
