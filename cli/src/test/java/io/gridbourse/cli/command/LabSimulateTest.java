package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabSimulateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Shell.Ended run(String text, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), text);
    String[] arguments = new String[options.length + 3];
    arguments[0] = "lab";
    arguments[1] = "simulate";
    arguments[2] = file.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return new Shell().run(arguments);
  }

  private JsonNode report(String text) throws IOException {
    Shell.Ended ended = run(text);
    assertThat(ended.code()).as(ended.err()).isZero();
    return JSON.readTree(ended.out());
  }

  private static double figure(JsonNode report, int variant, String metric) {
    return report.path("variants").path(variant).path(metric).path("mean").doubleValue();
  }

  private static String grid(String hosts, String bags, String variants) {
    return "kind: Grid\nname: test\nseed: 3\nhosts: ["
        + hosts
        + "]\nbags: ["
        + bags
        + "]\nvariants: ["
        + variants
        + "]\n";
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldBeforeTheSimulation() throws IOException {
    Path page = folder.resolve("nowhere").resolve("page.html");
    Shell.Ended ended = run("no scenario", "--html", page.toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no folder " + page.getParent());
    assertThat(run("no scenario", "--csv", folder.toString()).err()).contains("it is a folder");
  }

  @Test
  void hostsThatAreAlwaysThereTakeWhatArithmeticSays() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: h, count: 10, pricePerSecond: 2, watts: 50}",
                "{name: b, tasks: 100, seconds: 60}",
                "{name: plain}, {name: two votes, verification: {rule: voting, m: 2}}"));
    assertThat(figure(report, 0, "makespanSeconds")).isCloseTo(600, within(1e-6));
    assertThat(figure(report, 0, "costNanoRlc")).isCloseTo(12_000, within(1e-6));
    assertThat(figure(report, 0, "energyJoules")).isCloseTo(300_000, within(1e-6));
    assertThat(figure(report, 0, "copiesPerTask")).isEqualTo(1);
    assertThat(figure(report, 1, "makespanSeconds")).isCloseTo(1_200, within(1e-6));
    assertThat(figure(report, 1, "copiesPerTask")).isEqualTo(2);
  }

  /** The case of algorithms.md: 100 tasks of 60 s on ten hosts, one of them 20 times slower. */
  @Test
  void theTailRuleRemovesTheTailOfOneSlowHost() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: slow, count: 1, power: 0.05}, {name: fast, count: 9}",
                "{name: b, tasks: 100, seconds: 60}",
                "{name: plain}, {name: tail, tail: {valuePerSecond: 1}}"));
    assertThat(figure(report, 0, "makespanSeconds")).isCloseTo(1_200, within(1e-6));
    assertThat(figure(report, 1, "makespanSeconds")).isLessThanOrEqualTo(780);
    assertThat(figure(report, 1, "copiesPerTask")).isCloseTo(1.01, within(1e-9));
  }

  @Test
  void lostLeasesAreGivenToOthersAndPausedOnesGoOn() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: h, count: 40, available: {onMean: 1800, onShape: 0.8, offMean: 900}}",
                "{name: b, tasks: 200, seconds: {mean: 600, spread: 0.2}}",
                "{name: losing}, {name: pausing, pausing: true}"));
    for (int variant = 0; variant < 2; variant++) {
      assertThat(figure(report, variant, "endedShare")).isEqualTo(1);
    }
    assertThat(figure(report, 0, "copiesPerTask")).isGreaterThan(1);
    assertThat(figure(report, 0, "wastedShare")).isBetween(0.01, 0.6);
    assertThat(figure(report, 1, "copiesPerTask")).isEqualTo(1);
    assertThat(figure(report, 1, "wastedShare")).isZero();
  }

  @Test
  void supportShortensTheTailWithinItsCredits() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: h, count: 50, available: {onMean: 7200, onShape: 0.6, offMean: 7200},"
                    + " faults: {stragglers: 0.05, slowdown: 20}}",
                "{name: b, tasks: 500, seconds: {mean: 600, spread: 0.3}}",
                "{name: alone}, {name: helped, support: {strategy: 9C-C-R, creditShare: 0.1}}"));
    assertThat(figure(report, 1, "makespanSeconds"))
        .isLessThan(0.8 * figure(report, 0, "makespanSeconds"));
    assertThat(figure(report, 1, "creditsSpentShare")).isBetween(0.001, 1.0);
    assertThat(figure(report, 1, "offloadedShare")).isBetween(0.001, 0.2);
  }

  @Test
  void liarsAreOutvotedOrCaught() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: h, count: 100, faults: {liars: 0.2, sabotage: 0.5}}",
                "{name: b, tasks: 4000, seconds: 60}",
                "{name: none}, {name: voting, verification: {rule: voting, m: 3}},"
                    + " {name: credibility, verification:"
                    + " {rule: credibility, liars: 0.2, epsilon: 0.001, checked: 0.1}}"));
    assertThat(figure(report, 0, "wrongShare")).isBetween(0.07, 0.13);
    assertThat(figure(report, 1, "wrongShare")).isBetween(0.0, 0.03);
    assertThat(figure(report, 2, "wrongShare")).isLessThan(0.01);
    assertThat(figure(report, 2, "caughtWorkers")).isGreaterThan(10);
  }

  @Test
  void whatACaughtLiarHelpedToCertifyIsOpenedAgain() throws IOException {
    String credible = "rule: credibility, liars: 0.3, epsilon: 0.01, checked: 0.2";
    JsonNode report =
        report(
            grid(
                "{name: h, count: 60, faults: {liars: 0.3, sabotage: 0.2}}",
                "{name: b, tasks: 6000, seconds: 60}",
                "{name: checked, verification: {"
                    + credible
                    + "}},"
                    + " {name: unchecked, verification: {"
                    + credible.replace("0.2", "0")
                    + "}}"));
    assertThat(figure(report, 0, "endedShare")).isEqualTo(1);
    assertThat(figure(report, 0, "caughtWorkers")).isGreaterThan(5);
    assertThat(figure(report, 0, "reopenedShare")).isBetween(0.001, 0.5);
    assertThat(figure(report, 0, "wrongShare")).isLessThan(0.01);
    assertThat(figure(report, 1, "caughtWorkers")).isZero();
    assertThat(figure(report, 1, "reopenedShare")).isZero();
  }

  /** Some owners have all their hosts say the same wrong things. */
  @Test
  void anOwnersHostsCannotAgreeWhereReplicasGoToStrangers() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: h, count: 120, owners: 12, networks: 6, pool: p, power: {mean: 1, spread: 0.4},"
                    + " faults: {liars: 0.5, byOwner: true, colluding: owner}}",
                "{name: b, tasks: 3000, seconds: {mean: 60, spread: 0.4}}",
                "{name: anybody, verification: {rule: voting, m: 2}},"
                    + " {name: strangers, verification: {rule: voting, m: 2, strangers: true}}"));
    assertThat(figure(report, 0, "wrongShare")).isGreaterThan(0.01);
    assertThat(figure(report, 1, "wrongShare")).isLessThan(figure(report, 0, "wrongShare") / 10);
    assertThat(figure(report, 1, "endedShare")).isEqualTo(1);
    JsonNode alone =
        report(
            grid(
                "{name: h, count: 10, owners: 1}",
                "{name: b, tasks: 100, seconds: 60}",
                "{name: strangers, verification: {rule: voting, m: 2, strangers: true}}"));
    assertThat(figure(alone, 0, "endedShare")).isEqualTo(1);
  }

  @Test
  void pairsThatAgreeAgainstTheRestAreKeptApartAndHonestOnesAreNot() throws IOException {
    String variant = "{name: v, verification: {rule: voting, m: 3, falseAlarmRate: 0.01}}";
    String bag = "{name: b, tasks: 6000, seconds: 60}";
    JsonNode lying =
        report(
            grid(
                "{name: h, count: 25, faults: {liars: 0.2, sabotage: 0.3, together: true}}",
                bag,
                variant));
    assertThat(figure(lying, 0, "pairsApart")).isGreaterThan(0);
    JsonNode honest =
        report(
            grid(
                "{name: h, count: 25, faults: {liars: 1, sabotage: 0.05, colluding: false}}",
                bag,
                variant));
    assertThat(figure(honest, 0, "pairsApart")).isZero();
  }

  @Test
  void adaptiveReplicationDrawsForEachResultAnew() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: h, count: 10}",
                "{name: b, tasks: 10000, seconds: 60}",
                "{name: v, verification: {rule: adaptive, quorum: 2}}"));
    // Ten times both of a pair are compared at first, then one in as many as were right.
    assertThat(figure(report, 0, "copiesPerTask")).isBetween(1.01, 1.1);
  }

  @Test
  void theSameSeedGivesTheSameReportAndAnotherSeedAnother() throws IOException {
    String text =
        grid(
            "{name: h, count: 20, power: {mean: 1, spread: 0.4},"
                + " available: {onMean: 1800, offMean: 900}}",
            "{name: b, tasks: 100, seconds: {mean: 100, spread: 0.5}}",
            "{name: p, policy: promethee, tail: {valuePerSecond: 1}}");
    assertThat(run(text).out()).isEqualTo(run(text).out());
    assertThat(run(text).out()).isNotEqualTo(run(text.replace("seed: 3", "seed: 4")).out());
  }

  @Test
  void bagsGetTheHostsThatTheyPrefer() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: dear, count: 10, power: 4, pricePerSecond: 40},"
                    + "{name: cheap, count: 10, power: 1, pricePerSecond: 1}",
                "{name: thrifty, tasks: 200, seconds: 60, weights: {price: 1}},"
                    + "{name: urgent, tasks: 200, seconds: 60, weights: {time: 1}}",
                "{name: fifo}, {name: promethee, policy: promethee}"));
    assertThat(figure(report, 1, "gainOverFirst")).isGreaterThan(0.1);
  }

  @Test
  void theServersOwnChoiceGivesThriftyHostsToWhoWantsThriftAndTakesTurns() throws IOException {
    JsonNode report =
        report(
            grid(
                "{name: hot, count: 10, power: 4, watts: 400},"
                    + "{name: cool, count: 40, power: 1, watts: 10}",
                "{name: green, tasks: 400, seconds: 60, weights: {energy: 1}},"
                    + "{name: urgent, tasks: 400, seconds: 60, weights: {time: 1}}",
                "{name: fifo}, {name: server, policy: server}"));
    assertThat(figure(report, 1, "endedShare")).isEqualTo(1);
    assertThat(figure(report, 1, "gainOverFirst")).isGreaterThan(0.05);
    JsonNode alike =
        report(
            grid(
                "{name: h, count: 10}",
                "{name: b, tasks: 100, seconds: 60, arrives: {first: 0, every: 0, times: 2}}",
                "{name: fifo}, {name: server, policy: server}"));
    // In turns both end together at 1,200 s; else the first one ends at 600 s.
    assertThat(figure(alike, 0, "makespanSeconds")).isCloseTo(900, within(1e-6));
    assertThat(figure(alike, 1, "makespanSeconds")).isBetween(1_140.0, 1_200.0);
  }

  private Path trace(String text) throws IOException {
    return Files.writeString(folder.resolve("event_trace.tab"), text);
  }

  private static final String HEADER =
      "# event_id\tcomponent_id\tnode_id\tplatform_id\tnode_name\tevent_type\tevent_start_time"
          + "\tevent_stop_time\tevent_end_reason\n";

  @Test
  void aTraceOfTheArchiveSaysWhenHostsAreThere() throws IOException {
    trace(
        HEADER
            + "0\t1\t7\t1\ta\t1\t1000\t1090\tNULL\n"
            + "1\t1\t7\t1\ta\t0\t1090\t2000\tNULL\n"
            + "2\t1\t7\t1\ta\t1\t2000\t9000\tNULL\n"
            + "3\t1\t8\t1\tb\t0\t1000\t9000\tNULL\n");
    JsonNode report =
        report(
            grid(
                "{name: h, trace: event_trace.tab}",
                "{name: b, tasks: 2, seconds: 60}",
                "{name: losing, timeoutSeconds: 10}, {name: pausing, pausing: true}"));
    // The second task is lost at 90 s, and done from 1,000 s on; paused, it needs 30 s more.
    assertThat(figure(report, 0, "makespanSeconds")).isCloseTo(1_060, within(1e-6));
    assertThat(figure(report, 1, "makespanSeconds")).isCloseTo(1_030, within(1e-6));
  }

  @Test
  void aRunMayBeginAtATimeThatItsSeedDraws() throws IOException {
    trace(HEADER + "0\t1\t7\t1\ta\t1\t1000\t1090\tNULL\n1\t1\t7\t1\ta\t0\t1090\t9000\tNULL\n");
    String hosts = "{name: h, trace: event_trace.tab, traceFrom: drawn}";
    JsonNode report = report(grid(hosts, "{name: b, tasks: 1, seconds: 60}", "{name: v}"));
    // It is there for 90 s of 8,000, and comes some time after the beginning.
    assertThat(figure(report, 0, "makespanSeconds")).isGreaterThan(60 + 90);
    Shell.Ended ended =
        run(grid("{name: h, count: 1, traceFrom: drawn}", "{name: b, tasks: 1}", "{name: v}"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("hosts[0].traceFrom");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 1 7 1 a 1 1000 900 NULL|ends before it begins",
        "0 1 7 1 a 1 0 90 NULL;1 1 7 1 a 0 80 100 NULL|overlaps an earlier one of node 7",
        "0 1 7 1 a 1 50 90 NULL;1 1 7 1 a 1 0 10 NULL|overlaps an earlier one of node 7",
        "0 1 7 1 a 2 0 90 NULL|event_type is 2",
        "0 1 7 1 a 1 zero 90 NULL|event_start_time is zero",
        "0 1 7 1 a 1 NaN 90 NULL|event_start_time is NaN",
        "0 1 7 1 a 1 0 Infinity NULL|event_stop_time is Infinity",
        "0 1 7 1 a 1 0 1e400 NULL|event_stop_time is 1e400",
        "0 1 7|has no event_start_time",
        "''|has no events"
      })
  void aTraceThatMakesNoSenseIsRefusedByItsLine(String lines, String what) throws IOException {
    trace(HEADER + lines.replace(";", "\n") + "\n");
    Shell.Ended ended =
        run(grid("{name: h, trace: event_trace.tab}", "{name: b, tasks: 2}", "{name: v}"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(what).contains("event_trace.tab line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: h}|{name: b, tasks: 1}|{name: v}|hosts[0].count",
        "{name: h, count: 0}|{name: b, tasks: 1}|{name: v}|hosts[0].count",
        "{name: h, count: 1}|{name: b, tasks: 0}|{name: v}|bags[0].tasks",
        "{name: h, count: 1}|{name: b, tasks: 1, weights: {time: 0.4}}|{name: v}|bags[0].weights",
        "{name: h, count: 1}|{name: b, tasks: 1}|{name: v, policy: best}|variants[0].policy",
        "{name: h, count: 1}|{name: b, tasks: 1}|{name: v, support: {strategy: X}}|strategy",
        "{name: h, count: 1}|{name: b, tasks: 1, weights: {time: 1.5, price: -0.5}}|{name:"
            + " v}|bags[0].weights.time",
        "{name: h, count: 1}|{name: b, tasks: 1, weights: {time: .nan}}|{name:"
            + " v}|bags[0].weights.time",
        "{name: h, count: 1, power: .inf}|{name: b, tasks: 1}|{name: v}|hosts[0].power",
        "{name: h, count: 1, watts: -.inf}|{name: b, tasks: 1}|{name: v}|hosts[0].watts",
        "{name: h, count: 1}|{name: b, tasks: 1, seconds: -1}|{name: v}|bags[0].seconds",
        "{name: h, count: 1}|{name: b, tasks: 1, deadlineSeconds: -1}|{name:"
            + " v}|bags[0].deadlineSeconds",
        "{name: h, count: 1}|{name: b, tasks: 1}|{name: v, support: {strategy: 9C-G-R,"
            + " creditShare: -0.1}}|variants[0].support.creditShare",
        "{name: h, count: 1}|{name: b, tasks: 1}|{name: v, verification: {checked:"
            + " 1}}|variants[0].verification.checked",
        "{name: h, count: 1}|{name: b, tasks: 1}|{name: v, verification: {falseAlarmRate:"
            + " 1}}|variants[0].verification.falseAlarmRate",
        "{name: h, count: 1}|{name: b, tasks: 9000000}|{name: v, verification: {rule:"
            + " credibility, checked: 0.1}}|bags[].leaseTasks",
        "{name: h, count: 3, owners: 4}|{name: b, tasks: 1}|{name: v}|hosts[0].owners",
        "{name: h, count: 3, owners: 2, networks: 3}|{name: b, tasks: 1}|{name:"
            + " v}|hosts[0].networks",
        "{name: h, trace: ../x}|{name: b, tasks: 1}|{name: v}|hosts[0].trace",
        "{name: h, count: 1}|{name: b, tasks: 1000000000}|{name: v}|bags[].leaseTasks",
        "{name: h, count: 1, faults: {liars: 1.5}}|{name: b, tasks: 1}|{name:"
            + " v}|hosts[0].faults.liars"
      })
  void aScenarioThatMakesNoSenseIsRefusedByItsField(
      String hosts, String bags, String variants, String field) throws IOException {
    Shell.Ended ended = run(grid(hosts, bags, variants));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("field:  " + field + System.lineSeparator())
        .contains("limit:")
        .contains("remedy:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "liars: [1.5]|liars[0]",
        "liars: []|liars",
        "sabotage: [.nan]|sabotage[0]",
        "checked: 1|checked",
        "colluding: 2|colluding",
        "defecting: 1|defecting",
        "tasks: 0|tasks",
        "workers: 0|workers",
        "rules: [{rule: guess}]|rules[0].rule",
        "rules: [{rule: voting, m: 0}]|rules[0].m",
        "rules: [{rule: voting, epsilon: 0}]|rules[0].epsilon",
        "rules: [{rule: adaptive, quorum: 1}]|rules[0].quorum",
        "rules: [{rule: partial, units: 5, wrongUnits: 6}]|rules[0].wrongUnits"
      })
  void aTrialThatMakesNoSenseIsRefusedByItsField(String line, String field) throws IOException {
    String key = line.substring(0, line.indexOf(':'));
    StringBuilder text = new StringBuilder("kind: Certification\nname: t\n");
    for (String each :
        List.of(
            "tasks: 10",
            "workers: 5",
            "liars: [0.2]",
            "sabotage: [1]",
            "rules: [{rule: checks}]")) {
      text.append(each.startsWith(key + ":") ? "" : each + "\n");
    }
    Shell.Ended ended = run(text + line + "\n");
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err())
        .contains("field:  " + field + System.lineSeparator())
        .contains("limit:")
        .contains("remedy:");
  }

  @Test
  void aTrialOfCertificationIsReportedInThreeForms() throws IOException {
    Path csv = folder.resolve("out.csv");
    Path html = folder.resolve("out.html");
    Shell.Ended ended =
        run(
            """
            kind: Certification
            name: small <trial>
            seed: 1
            tasks: 2000
            workers: 100
            liars: [0, 0.35]
            sabotage: [0.5]
            checked: 0.1
            rules:
              - {rule: credibility, epsilon: 0.01}
              - {rule: voting, m: 2}
              - {rule: poco, trust: 100}
              - {rule: checks}
              - {rule: adaptive, epsilon: 0.01}
              - {rule: partial, epsilon: 0.01}
              - {rule: optimistic, epsilon: 0.01}
              - {rule: majority, m: 5}
            """,
            "--csv",
            csv.toString(),
            "--html",
            html.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    JsonNode trials = JSON.readTree(ended.out()).path("trials");
    assertThat(trials).hasSize(16);
    assertThat(trials.path(0).path("errorRate").asDouble()).isZero();
    assertThat(trials.path(1).path("errorRate").asDouble()).isLessThanOrEqualTo(0.01);
    assertThat(trials.path(3).path("errorRate").asDouble())
        .isCloseTo(trials.path(3).path("bound").asDouble(), within(0.03));
    assertThat(trials.path(7).path("errorRate").asDouble()).isLessThan(0.1);
    for (int trial = 9; trial < 14; trial += 2) {
      assertThat(trials.path(trial).path("bound").asDouble()).isEqualTo(0.01);
      assertThat(trials.path(trial).path("errorRate").asDouble()).isLessThan(0.017);
      assertThat(trials.path(trial).path("costPerTask").asDouble()).isGreaterThan(1);
    }
    assertThat(trials.path(15).path("slowdown").asDouble()).isEqualTo(5);
    assertThat(trials.path(15).has("bound")).isFalse();
    assertThat(Files.readAllLines(csv)).hasSize(17);
    assertThat(Files.readString(html))
        .startsWith("<!doctype html>")
        .contains("small &lt;trial&gt;")
        .contains("<polyline")
        .doesNotContain("http");
  }

  @Test
  void theExamplesAreUnderstood() throws IOException {
    Path examples = Path.of("../examples/lab");
    Files.createSymbolicLink(
        folder.resolve("traces"), examples.resolve("traces").toAbsolutePath().normalize());
    try (var files = Files.list(examples)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String small =
            Files.readString(file)
                .replaceAll("runs: \\d+", "runs: 1")
                .replaceAll("tasks: \\d{3,}", "tasks: 50")
                .replaceAll("(count|owners|networks): \\d+", "$1: 5");
        Shell.Ended ended = run(small);
        assertThat(ended.code()).as(file + ended.err()).isZero();
      }
    }
  }
}
