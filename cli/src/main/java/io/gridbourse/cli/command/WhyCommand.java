package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Why a bag or task is as it is. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = "Say in a sentence why a bag or task waits, failed or was accepted.")
final class WhyCommand implements Callable<Integer> {
  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;

  @Parameters(
      paramLabel = "BAG[/INDEX]",
      converter = TaskName.Reader.class,
      description = "The bag or task.")
  TaskName subject;

  WhyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode why = server.rest(context).get(subject.path() + "/why");
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
    return ExitCode.DONE.number();
  }
}
