package io.gridbourse.cli.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.ladder.AdaptiveReplication;
import io.gridbourse.domain.proof.ladder.Credible;
import io.gridbourse.domain.proof.ladder.FirstToAgree;
import io.gridbourse.domain.proof.ladder.PocoVoting;
import io.gridbourse.domain.proof.ladder.ProofRefusal;
import io.gridbourse.domain.proof.ladder.Rung;
import io.gridbourse.domain.proof.ladder.Unverified;
import io.gridbourse.domain.schedule.promise.Support;
import io.gridbourse.domain.schedule.promise.TailRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Turns the tree of a scenario, which its schema has accepted, into a scenario. */
final class ScenarioReader {
  private static final double DAY_SECONDS = 86_400;
  private static final double TIMEOUT_SECONDS = 900;
  private static final double LIARS = 0.2;
  private static final int HOSTS_MAX = 2_000_000;
  private static final long TASKS_MAX = 1_000_000_000;
  private static final long LEASES_MAX = 200_000_000;
  private static final long LEASES_KEPT_MAX = 5_000_000;
  private final Path folder;
  private final Function<JsonNode, Support.Strategy> strategies;

  ScenarioReader(Path folder, Function<JsonNode, Support.Strategy> strategies) {
    this.folder = folder;
    this.strategies = strategies;
  }

  Scenario read(JsonNode tree) {
    List<Scenario.HostClass> hosts = new ArrayList<>();
    for (JsonNode node : tree.path("hosts")) {
      hosts.add(hosts(node, "hosts[" + hosts.size() + "]"));
    }
    List<Scenario.BagSpec> bags = new ArrayList<>();
    for (JsonNode node : tree.path("bags")) {
      bags.add(bag(node, "bags[" + bags.size() + "]"));
    }
    List<Scenario.Variant> variants = new ArrayList<>();
    for (JsonNode node : tree.path("variants")) {
      variants.add(variant(node, "variants[" + variants.size() + "]"));
    }
    long all = hosts.stream().mapToLong(Scenario.HostClass::count).sum();
    require(all <= HOSTS_MAX, "hosts", all + " hosts", "at most " + HOSTS_MAX);
    long tasks = bags.stream().mapToLong(bag -> bag.tasks() * bag.repeat().times()).sum();
    require(tasks <= TASKS_MAX, "bags", tasks + " tasks", "at most " + TASKS_MAX);
    long leases =
        bags.stream().mapToLong(bag -> bag.tasks() / bag.leaseTasks() * bag.repeat().times()).sum();
    require(leases <= LEASES_MAX, "bags[].leaseTasks", leases + " leases", "at most " + LEASES_MAX);
    boolean keeps = variants.stream().anyMatch(each -> each.verification().checked() > 0);
    require(
        !keeps || leases <= LEASES_KEPT_MAX,
        "bags[].leaseTasks",
        leases + " leases where liars are caught and their votes opened again",
        "at most " + LEASES_KEPT_MAX);
    return new Scenario(
        tree.path("name").textValue(),
        tree.path("seed").asLong(1),
        tree.path("runs").asInt(1),
        tree.path("horizonSeconds").asDouble(365 * DAY_SECONDS),
        hosts,
        bags,
        variants);
  }

  private Scenario.HostClass hosts(JsonNode node, String field) {
    Optional<FailureTrace> trace =
        node.has("trace")
            ? Optional.of(trace(node.path("trace").textValue(), field))
            : Optional.empty();
    require(
        trace.isPresent() || !node.has("traceFrom"),
        field + ".traceFrom",
        "no trace",
        "left out, or beside a trace");
    int nodes = trace.map(each -> each.nodes().size()).orElse(0);
    int count = node.path("count").asInt(nodes);
    require(count >= 1, field + ".count", "no count", "at least 1, unless a trace says it");
    require(
        trace.isEmpty() || count <= nodes,
        field + ".count",
        count + " hosts",
        "at most the " + nodes + " nodes of the trace");
    JsonNode on = node.path("available");
    JsonNode faults = node.path("faults");
    return new Scenario.HostClass(
        node.path("name").textValue(),
        count,
        quantity(node.path("power"), 1),
        node.path("pricePerSecond").asDouble(0),
        node.path("watts").asDouble(0),
        new Scenario.Availability(
            on.path("onMean").asDouble(0),
            on.path("onShape").asDouble(1),
            on.path("offMean").asDouble(0)),
        trace.map(it -> new Scenario.Recorded(it, node.path("traceFrom").asText().equals("drawn"))),
        places(node, count, field),
        new Scenario.Faults(
            faults.path("stragglers").asDouble(0),
            faults.path("slowdown").asDouble(1),
            faults.path("liars").asDouble(0),
            faults.path("sabotage").asDouble(1),
            Scenario.Collusion.valueOf(
                faults.path("colluding").asText("true").toUpperCase(Locale.ROOT)),
            faults.path("byOwner").asBoolean(false),
            faults.path("together").asBoolean(false)));
  }

  private static Scenario.Places places(JsonNode node, int count, String field) {
    int owners = node.path("owners").asInt(count);
    int networks = node.path("networks").asInt(owners);
    require(
        owners <= count, field + ".owners", owners + " owners", "at most the " + count + " hosts");
    require(
        networks <= owners,
        field + ".networks",
        networks + " networks",
        "at most the " + owners + " owners");
    return new Scenario.Places(
        owners, networks, node.path("pool").asText(node.path("name").textValue()));
  }

  private FailureTrace trace(String name, String field) {
    Path file = folder.resolve(name).normalize();
    require(
        file.startsWith(folder) && !Path.of(name).isAbsolute(),
        field + ".trace",
        name,
        "a file in the scenario's folder");
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return FailureTrace.read(lines.iterator(), name);
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.USAGE,
              "cannot read the trace " + file,
              field + ".trace",
              "",
              "check its name")
          .because(e);
    }
  }

  private Scenario.BagSpec bag(JsonNode node, String field) {
    JsonNode repeat = node.path("arrives");
    JsonNode weights = node.path("weights");
    Scenario.Weights wanted =
        weights.isMissingNode()
            ? new Scenario.Weights(1, 0, 0)
            : new Scenario.Weights(
                weights.path("time").asDouble(0),
                weights.path("price").asDouble(0),
                weights.path("energy").asDouble(0));
    double sum = wanted.time() + wanted.price() + wanted.energy();
    require(
        Math.abs(sum - 1) < 1e-9, field + ".weights", "a sum of " + sum, "numbers whose sum is 1");
    return new Scenario.BagSpec(
        node.path("name").textValue(),
        node.path("tasks").longValue(),
        node.path("leaseTasks").asInt(1),
        quantity(node.path("seconds"), 60),
        new Scenario.Repeat(
            repeat.path("first").asDouble(0),
            repeat.path("every").asDouble(0),
            repeat.path("times").asInt(1)),
        wanted,
        node.path("deadlineSeconds").asDouble(Double.POSITIVE_INFINITY));
  }

  private static Scenario.Quantity quantity(JsonNode node, double usual) {
    return node.isNumber()
        ? new Scenario.Quantity(node.doubleValue(), 0)
        : new Scenario.Quantity(node.path("mean").asDouble(usual), node.path("spread").asDouble(0));
  }

  private Scenario.Variant variant(JsonNode node, String field) {
    JsonNode support = node.path("support");
    JsonNode tail = node.path("tail");
    return new Scenario.Variant(
        node.path("name").textValue(),
        Scenario.Policy.valueOf(node.path("policy").asText("fifo").toUpperCase(Locale.ROOT)),
        verification(node.path("verification"), field + ".verification."),
        support.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new Scenario.Supporters(
                    strategies.apply(support.path("strategy")),
                    support.path("creditShare").asDouble(0.1),
                    support.path("power").asDouble(3),
                    support.path("bootSeconds").asDouble(150))),
        tail.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new TailRule(
                    tail.path("spread").asDouble(0.3), 2, tail.path("from").asDouble(0.9))),
        tail.path("valuePerSecond").asDouble(0),
        node.path("steady").asBoolean(true),
        node.path("pausing").asBoolean(false),
        node.path("timeoutSeconds").asDouble(TIMEOUT_SECONDS));
  }

  private static Scenario.Verification verification(JsonNode node, String field) {
    double falseAlarms = node.path("falseAlarmRate").asDouble(0);
    try {
      boolean isVoting = node.path("rule").asText("none").equals("voting");
      return new Scenario.Verification(
          rung(node),
          isVoting ? node.path("m").asInt(2) : 1,
          node.path("checked").asDouble(0),
          node.path("strangers").asBoolean(falseAlarms > 0),
          falseAlarms);
    } catch (ProofRefusal refusal) {
      throw new CommandFailed(
              ExitCode.USAGE,
              field + refusal.getMessage(),
              field + refusal.field(),
              refusal.limit(),
              "correct it")
          .because(refusal);
    }
  }

  private static Rung rung(JsonNode node) {
    double liars = node.path("liars").asDouble(LIARS);
    return switch (node.path("rule").asText("none")) {
      case "voting" -> new FirstToAgree(node.path("m").asInt(2), liars);
      case "credibility" -> new Credible(liars, true, node.path("epsilon").asDouble(0.001));
      case "poco" -> new PocoVoting(new Trust(node.path("trust").asLong(4)));
      case "adaptive" ->
          new AdaptiveReplication(
              AdaptiveReplication.STREAK_MIN, node.path("quorum").asInt(2), 0, 0);
      default -> new Unverified(liars);
    };
  }

  private static void require(boolean holds, String field, String found, String limit) {
    if (!holds) {
      throw new CommandFailed(
          ExitCode.USAGE, field + " is " + found, field, limit, "correct " + field);
    }
  }
}
