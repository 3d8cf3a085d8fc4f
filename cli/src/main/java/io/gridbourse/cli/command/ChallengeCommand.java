package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import io.gridbourse.contracts.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Challenges an accepted result, and waits until the ledger has a trial for it. */
@Command(
    name = "challenge",
    mixinStandardHelpOptions = true,
    description = {
      "Say before the court that the accepted result of a task is wrong.",
      "Your account puts up a stake, and loses it if a jury finds the accepted result.",
      "With --keystore it is the account of that key, which signs here and never leaves the machine."
    })
final class ChallengeCommand implements Callable<Integer> {
  private static final List<Column> CHALLENGE =
      List.of(
          Column.of("BAG", "/bag"),
          Column.of("INDEX", "/index"),
          Column.of("STATE", "/state"),
          Column.of("DISPUTE", "/dispute"),
          Column.of("STAKE", "/stake"),
          Column.of("REASON", "/reason"),
          Column.wide("DIGEST", "/digest"),
          Column.wide("TRANSACTION", "/transaction"));
  private static final long LOOK_EVERY_MILLIS = 300;
  private static final int DISPUTES_LOOKED_AT = 100;
  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;

  @Parameters(
      paramLabel = "BAG/INDEX",
      converter = TaskName.Reader.class,
      description = "The task.")
  TaskName task;

  @ArgGroup(exclusive = false, heading = "%nWith a key of your own:%n")
  OwnKey own;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "How long to wait for the ledger, such as 90s; default: 1m.")
  Duration timeout = Duration.ofMinutes(1);

  ChallengeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Rest rest = server.rest(context);
    String path = task.withIndex().path() + "/challenge";
    long deadline = System.nanoTime() + timeout.toNanos();
    if (own != null) {
      return withOwnKey(rest, path, deadline);
    }
    JsonNode challenge = rest.post(path, JsonNodeFactory.instance.objectNode()).body();
    while (isOnItsWay(challenge) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      challenge = rest.get(path);
    }
    if (challenge.path("state").asText().equals("REFUSED")) {
      throw new CommandFailed(
          ExitCode.CONFLICT,
          "the ledger refuses the challenge: " + Column.text(challenge.path("reason")),
          "see docs/reference/court.md for what the ledger refuses");
    }
    if (form.format != Format.table) {
      form.printer(context).one(CHALLENGE, challenge);
    } else if (isOnItsWay(challenge)) {
      context.terminal().say("the challenge is still on its way; see gridbourse dispute ls");
    } else {
      context
          .terminal()
          .out()
          .println("dispute " + Column.text(challenge.path("dispute")) + " is open");
    }
    return (isOnItsWay(challenge) ? ExitCode.TIMEOUT : ExitCode.DONE).number();
  }

  private int withOwnKey(Rest rest, String path, long deadline) throws InterruptedException {
    SigningKey key = own.open();
    JsonNode prepared = rest.get(path + "/transaction?from=" + key.address());
    String hash = OwnKey.send(rest, key, prepared.path("transaction"));
    context.terminal().say("the challenge is on its way in transaction " + hash);
    while (System.nanoTime() < deadline) {
      for (JsonNode dispute : rest.list("/api/v1/disputes", DISPUTES_LOOKED_AT)) {
        if (dispute.path("transaction").asText().equalsIgnoreCase(hash)) {
          context
              .terminal()
              .out()
              .println("dispute " + Column.text(dispute.path("id")) + " is open");
          return ExitCode.DONE.number();
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    context.terminal().say("the challenge is still on its way; see gridbourse dispute ls");
    return ExitCode.TIMEOUT.number();
  }

  private static boolean isOnItsWay(JsonNode challenge) {
    String state = challenge.path("state").asText();
    return state.equals("PLANNED") || state.equals("SENT");
  }
}
