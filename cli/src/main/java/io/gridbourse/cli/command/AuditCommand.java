package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The side record. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Prove what happened to a task, and check the record of all tasks.",
    subcommands = {
      AuditCommand.Prove.class,
      VerifyCommand.class,
      AuditCommand.Show.class,
      AuditCommand.Check.class,
      AuditCommand.Anchor.class
    })
final class AuditCommand extends Group {
  private static final String RECORD = "/api/v1/record";
  private static final List<Column> ANCHORS =
      List.of(
          Column.of("SIZE", "/size"),
          Column.of("STATE", "/state"),
          Column.of("BLOCK", "/block"),
          Column.of("PLANNED", "/plannedAt"),
          Column.wide("ROOT", "/root"),
          Column.of("TRANSACTION", "/transaction"));
  private static final List<Column> FINDINGS =
      List.of(
          Column.of("POSITION", "/position"),
          Column.of("KIND", "/kind"),
          Column.of("WHAT", "/sentence"));

  @Command(
      name = "prove",
      mixinStandardHelpOptions = true,
      description = "Print the proof of what is recorded of a task, as JSON.")
  static final class Prove implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;

    @Parameters(
        paramLabel = "BAG/INDEX",
        converter = TaskName.Reader.class,
        description = "The task.")
    TaskName task;

    Prove(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      JsonNode proof = server.rest(context).get(task.withIndex().path() + "/proof");
      context.terminal().out().println(proof.toPrettyString());
      int waiting = proof.path("notAnchored").asInt();
      if (waiting > 0) {
        context.terminal().say(waiting + " later entries on this task wait for the next anchor");
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show how long the record is, and its newest anchors on the ledger.")
  static final class Show implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    Show(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      JsonNode record = server.rest(context).get(RECORD);
      if (form.format != Format.table && form.format != Format.wide) {
        form.printer(context).one(ANCHORS, record);
        return ExitCode.DONE.number();
      }
      PrintStream out = context.terminal().out();
      out.println(
          "%s entries, root %s"
              .formatted(Column.text(record.path("entries")), Column.text(record.path("root"))));
      List<JsonNode> anchors = new ArrayList<>();
      record.path("anchors").forEach(anchors::add);
      form.printer(context).list(ANCHORS, anchors);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Recompute the whole record, and compare it with its rows, the votes and the ledger.",
        "Ends with 1 if anything is wrong. Needs the role auditor or operator."
      })
  static final class Check implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    Check(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      JsonNode report = server.rest(context).get(RECORD + "/audit");
      boolean holds = report.path("holds").asBoolean();
      if (form.format != Format.table) {
        form.printer(context).one(FINDINGS, report);
      } else if (holds) {
        context
            .terminal()
            .out()
            .println(
                "the record holds: %s entries, %s of them vouched for by %s anchors"
                    .formatted(
                        Column.text(report.path("entries")),
                        Column.text(report.path("anchored")),
                        Column.text(report.path("anchors"))));
      } else {
        List<JsonNode> findings = new ArrayList<>();
        report.path("findings").forEach(findings::add);
        form.printer(context).list(FINDINGS, findings);
      }
      return holds ? ExitCode.DONE.number() : ExitCode.FAILED.number();
    }
  }

  @Command(
      name = "anchor",
      mixinStandardHelpOptions = true,
      description = "Put the record's root on the ledger now. Needs the role auditor or operator.")
  static final class Anchor implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;

    Anchor(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      String outcome =
          server
              .rest(context)
              .post(RECORD + "/anchors", JsonNodeFactory.instance.objectNode())
              .body()
              .path("outcome")
              .asText();
      switch (outcome) {
        case "PLANNED" -> context.terminal().say("a root is on its way to the ledger");
        case "UNDER_WAY" -> context.terminal().say("an earlier root is still on its way");
        case "NOTHING_DUE" ->
            context.terminal().say("the record has not grown since the last anchor");
        default ->
            throw new CommandFailed(
                ExitCode.CONFLICT,
                "the record cannot be anchored: " + outcome,
                outcome.equals("NO_CONTRACT")
                    ? "name the contract in the setting gridbourse.record.anchors"
                    : "ask again in a few seconds");
      }
      return ExitCode.DONE.number();
    }
  }
}
