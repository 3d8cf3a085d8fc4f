package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.contracts.EthCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Submissions that must be refused, with the field and the remedy, and nothing half done. */
@ExtendWith(GridExtension.class)
class BadSpecIT {
  private static final int USAGE = 2;
  private static final int NOT_FOUND = 3;
  private static final int CONFLICT = 6;
  @TempDir Path folder;

  /**
   * A submission to refuse.
   *
   * @param field a part of the field's name that the problem must give
   * @param exit what the command ends with
   */
  record Wrong(String why, String body, int status, String code, String field, int exit) {
    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Wrong> wrongs() {
    return Stream.concat(malformed(), unfitting());
  }

  private static Stream<Wrong> malformed() {
    Spec good = Spec.of("noop", 4);
    String cycle = "two params that stand for each other";
    return Stream.of(
        spec("a range without end", 400, "RANGE_MALFORMED", "spec.params", range(good, "1-")),
        spec("no tasks", 400, "TASKS_OUT_OF_RANGE", "spec.params", range(good, "5-1")),
        spec(
            "10^12 tasks", 400, "TASKS_OUT_OF_RANGE", "spec.params", range(good, "0-999999999999")),
        spec(
            "10^12 tasks by two params",
            400,
            "TASKS_OUT_OF_RANGE",
            "spec.params",
            good.with(
                spec -> {
                  spec.withObject("/params").putObject("a").put("range", "1-1000000");
                  spec.withObject("/params").putObject("b").put("range", "1-1000000");
                })),
        spec(cycle, 400, "PLACEHOLDER_CYCLE", "spec.params", params(good, "{b}", "{a}")),
        spec(
            "an unknown placeholder",
            400,
            "PLACEHOLDER_UNKNOWN",
            "spec.command",
            good.with(spec -> spec.putArray("command").add("noop").add("{missing}"))),
        spec(
            "a path that leaves its folder",
            400,
            "PATH_INVALID",
            "spec.outputs",
            good.with(spec -> spec.putArray("outputs").addObject().put("path", "../out"))),
        spec(
            "a field that nobody knows",
            400,
            "SPEC_INVALID",
            "spec",
            good.with(spec -> spec.put("urgency", 3))),
        new Wrong(
            "a key that is there twice",
            "{\"apiVersion\":\"gridbourse/v1\",\"apiVersion\":\"gridbourse/v1\",\"kind\":\"Bag\"}",
            400,
            "DUPLICATE_KEY",
            "",
            USAGE),
        new Wrong("no YAML at all", "{unclosed: [", 400, "SPEC_MALFORMED", "", USAGE),
        new Wrong(
            "an alias bomb",
            "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + aliases(),
            400,
            "SPEC_MALFORMED",
            "",
            USAGE));
  }

  private static Stream<Wrong> unfitting() {
    Spec good = Spec.of("noop", 4);
    return Stream.of(
        new Wrong(
            "an unknown app",
            Spec.of("no-such-app", 4).json(),
            422,
            "UNKNOWN_APP",
            "spec.app",
            NOT_FOUND),
        new Wrong(
            "a price above the limit",
            good.with(spec -> spec.withObject("/market").put("maxPrice", "1 nRLC")).json(),
            422,
            "PRICE_ABOVE_MAX",
            "spec.market.maxPrice",
            CONFLICT),
        new Wrong(
            "a price above the budget",
            good.with(spec -> spec.withObject("/market").put("budget", "2000000 nRLC")).json(),
            422,
            "OVER_BUDGET",
            "spec.market.budget",
            CONFLICT),
        new Wrong(
            "no funds",
            Spec.of("noop", 90_000_000)
                .with(
                    spec ->
                        spec.withObject("/market").put("category", "XL").put("maxPrice", "1 RLC"))
                .json(),
            402,
            "NO_FUNDS",
            "spec.market",
            CONFLICT),
        new Wrong(
            "a trust that no pool offers",
            good.confidence(0.9999999).json(),
            409,
            "NO_POOL_FITS",
            "spec",
            CONFLICT));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void isRefusedByTheServer(Wrong wrong, Grid grid) {
    Footprint before = Footprint.of(grid);
    Http http = grid.http("requester").with("Idempotency-Key", UUID.randomUUID().toString());
    JsonNode problem =
        http.post("/api/v1/bags", wrong.body()).wantProblem(wrong.status(), wrong.code());
    assertThat(problem.path("field").asText("")).as(problem.toString()).contains(wrong.field());
    assertThat(problem.path("remedy").asText()).as("remedy in %s", problem).isNotBlank();
    assertThat(Footprint.of(grid)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void isExplainedByTheCommand(Wrong wrong, Grid grid) throws IOException {
    Path file = Files.writeString(folder.resolve("bag.yaml"), wrong.body());
    Shell.Ended ended = grid.shell("requester").run("submit", file.toString());
    assertThat(ended.code()).as(ended.all()).isEqualTo(wrong.exit());
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("remedy").contains(wrong.field()).doesNotContain("\tat ");
  }

  @Test
  void aBagThatNoPoolFitsIsKeptOnlyIfAsked(Grid grid) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pending.json"),
            Spec.of("noop", 4).confidence(0.9999999).named("patient").json());
    Shell shell = grid.shell("requester");
    Shell.Ended kept = shell.run("submit", file.toString(), "--pending");
    assertThat(kept.code()).as(kept.all()).isZero();
    Bag bag = new Bag(grid, kept.out().strip());
    assertThat(bag.state()).isEqualTo("SUBMITTED");
    assertThat(bag.view().path("reason").asText()).as("why it waits").isNotBlank();
    assertThat(shell.run("why", bag.id()).out()).contains("trust");
    assertThat(shell.run("bag", "cancel", bag.id()).code()).isZero();
    assertThat(bag.awaitEnd().state()).isEqualTo("CANCELLED");
  }

  @Test
  void aDryRunSaysThePriceAndDoesNothing(Grid grid) throws IOException {
    Footprint before = Footprint.of(grid);
    Path file = Files.writeString(folder.resolve("dry.json"), Spec.of("noop", 4).json());
    Shell.Ended ended =
        grid.shell("requester").run("submit", file.toString(), "--dry-run", "-o", "json");
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(new Json(ended.out()).text("total")).isEqualTo("4004000");
    assertThat(Footprint.of(grid)).isEqualTo(before);
  }

  private static Wrong spec(String why, int status, String code, String field, Spec spec) {
    return new Wrong(why, spec.json(), status, code, field, USAGE);
  }

  private static Spec range(Spec good, String range) {
    return good.with(spec -> spec.withObject("/params/task").put("range", range));
  }

  private static Spec params(Spec good, String a, String b) {
    return good.with(
        spec -> {
          spec.withObject("/params").putArray("a").add(a);
          spec.withObject("/params").putArray("b").add(b);
          spec.putArray("command").add("noop").add("{a}");
        });
  }

  private static String aliases() {
    StringBuilder text = new StringBuilder();
    String list = "*a,".repeat(9) + "*a";
    IntStream.range(0, 30).forEach(i -> text.append("b").append(i).append(": [" + list + "]\n"));
    return text.toString();
  }

  /** What a submission would leave: a bag, a deal, locked money, a transaction on its way. */
  record Footprint(int bags, long requests, long transactions, EthCalls.Account money) {
    static Footprint of(Grid grid) {
      return new Footprint(
          grid.rest("admin").list("/api/v1/bags", 1_000).size(),
          grid.tables().number("select count(*) from bag_request"),
          grid.tables().number("select count(*) from outbox_tx"),
          grid.chain().account(grid.installation().account("requester")));
    }
  }
}
