package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Column;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shares of a pool's workers that are kept for a project for a time. */
final class ReservationCommands {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("RESERVATION", "/reservation"),
          Column.of("PROJECT", "/project"),
          Column.of("PERCENT", "/percent"),
          Column.of("FROM", "/from"),
          Column.of("UNTIL", "/until"),
          Column.of("STATE", "/state"),
          Column.of("LENT", "/lent"),
          Column.of("BY", "/madeBy"));

  private ReservationCommands() {}

  private static String path(String pool) {
    return "/api/v1/pools/" + Rest.encode(pool) + "/reservations";
  }

  @Command(
      name = "reserve",
      mixinStandardHelpOptions = true,
      description = {
        "Keep a share of a pool's workers for a project for a time.",
        "They do nothing else meanwhile, unless --lend is given."
      })
  static final class Reserve implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "POOL", description = "Address or description of the pool.")
    String pool;

    @Option(
        names = "--project",
        required = true,
        paramLabel = "PROJECT",
        description = "As bags name it in metadata.project.")
    String project;

    @Option(
        names = "--percent",
        required = true,
        paramLabel = "1-100",
        description = "Share of the workers online, rounded up to whole workers.")
    int percent;

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "Such as 2026-03-01T08:00:00Z; now by default.")
    Instant from;

    @Option(
        names = "--for",
        required = true,
        paramLabel = "DURATION",
        converter = Durations.class,
        description = "Such as 90m, 8h or 2d.")
    Duration length;

    @Option(
        names = "--lend",
        description = "Workers that have nothing to do for the project do others' tasks.")
    boolean lent;

    Reserve(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      ObjectNode wish =
          JsonNodeFactory.instance
              .objectNode()
              .put("project", project)
              .put("percent", percent)
              .put("lent", lent);
      Instant start = from == null ? Clock.systemUTC().instant() : from;
      if (from != null) {
        wish.put("from", from.toString());
      }
      wish.put("until", start.plus(length).toString());
      form.printer(context).one(COLUMNS, server.rest(context).post(path(pool), wish).body());
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "reservations",
      mixinStandardHelpOptions = true,
      description = "List the reservations of a pool, those that were made last first.")
  static final class Ls implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;
    @Mixin PageOptions page;

    @Parameters(paramLabel = "POOL", description = "Address or description of the pool.")
    String pool;

    Ls(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      form.printer(context).list(COLUMNS, server.rest(context).list(path(pool), page.limit));
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Give a reservation up before its end.")
  static final class Release implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(index = "0", paramLabel = "POOL", description = "Address or description.")
    String pool;

    @Parameters(index = "1", paramLabel = "RESERVATION", description = "As the list names it.")
    String reservation;

    Release(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      form.printer(context)
          .one(
              COLUMNS,
              server
                  .rest(context)
                  .post(
                      path(pool) + "/" + Rest.encode(reservation) + "/release",
                      JsonNodeFactory.instance.objectNode())
                  .body());
      return ExitCode.DONE.number();
    }
  }
}
