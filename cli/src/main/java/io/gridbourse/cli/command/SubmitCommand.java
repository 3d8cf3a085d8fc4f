package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Answer;
import io.gridbourse.cli.client.Patience;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a bag. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = "Submit the bag that a BagSpec file describes; prints the bag's id.")
final class SubmitCommand implements Callable<Integer> {
  private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;
  private static final Duration PATIENCE_WAITING = Duration.ofMinutes(5);

  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;

  @Parameters(paramLabel = "FILE", description = "BagSpec v1 as YAML or JSON; - is standard input.")
  String file;

  @ArgGroup Then then = new Then();

  @Option(names = "--pending", description = "Keep the bag waiting if no pool fits now.")
  boolean pending;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "The same key and file never make two bags (default: a new one).")
  String idempotencyKey;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "0",
      description =
          "With --wait or --watch: stop waiting after this (90s, 10m, 2h); 124 is then"
              + " the exit code. The bag goes on.")
  Duration timeout;

  SubmitCommand(Context context) {
    this.context = context;
  }

  /** What follows the submission; one at most. */
  static final class Then {
    @Option(names = "--wait", description = "Wait for the end of the bag.")
    boolean wait;

    @Option(names = "--watch", description = "Show the bag's progress until its end.")
    boolean watch;

    @Option(
        names = "--dry-run",
        description = "Only say what it would cost and where it would run.")
    boolean dryRun;
  }

  @Override
  public Integer call() {
    byte[] body = read();
    String key = idempotencyKey != null ? idempotencyKey : UUID.randomUUID().toString();
    Rest rest = server.rest(context);
    if (then.wait || then.watch) {
      rest = rest.with(new Patience(PATIENCE_WAITING, context.terminal()::say));
    }
    Answer answer = rest.post("/api/v1/bags" + query(), body, contentType(body), key);
    if (then.dryRun) {
      return quoted(answer.body());
    }
    JsonNode bag = answer.body();
    String id = Column.text(bag.path("id"));
    if (then.wait || then.watch) {
      context.terminal().say("submitted " + id);
      return Following.toTheEnd(
          context, server.rest(context), new Following.Wish(id, timeout, then.watch, form.format));
    }
    if (form.format == Format.table) {
      context.terminal().out().println(id);
      context
          .terminal()
          .say(Column.text(bag.path("tasks")) + " tasks, " + Column.text(bag.path("state")));
    } else {
      form.printer(context).one(Columns.BAGS, bag);
    }
    return ExitCode.DONE.number();
  }

  private Integer quoted(JsonNode quote) {
    form.printer(context).one(Columns.QUOTE, quote);
    return quote.path("matched").asBoolean() ? ExitCode.DONE.number() : ExitCode.CONFLICT.number();
  }

  private String query() {
    List<String> query = new ArrayList<>();
    if (pending) {
      query.add("pending=keep");
    }
    if (then.dryRun) {
      query.add("dryRun=true");
    }
    return query.isEmpty() ? "" : "?" + String.join("&", query);
  }

  private byte[] read() {
    try {
      if ("-".equals(file)) {
        return limited(System.in.readNBytes(BODY_BYTES_MAX + 1));
      }
      Path path = Path.of(file);
      if (Files.size(path) > BODY_BYTES_MAX) {
        return limited(new byte[BODY_BYTES_MAX + 1]);
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.USAGE, "cannot read " + file, "FILE", "", "check the path and its rights")
          .because(e);
    }
  }

  private byte[] limited(byte[] body) {
    if (body.length > BODY_BYTES_MAX) {
      throw new CommandFailed(
          ExitCode.CONFLICT,
          file + " is too large for a BagSpec",
          "FILE",
          "16 MiB",
          "name parameters by a range instead of listing them");
    }
    return body;
  }

  private static String contentType(byte[] body) {
    for (byte b : body) {
      if (!Character.isWhitespace(b)) {
        return b == '{' ? "application/json" : "application/yaml";
      }
    }
    return "application/yaml";
  }
}
