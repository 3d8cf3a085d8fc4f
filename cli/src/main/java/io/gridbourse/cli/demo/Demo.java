package io.gridbourse.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Apps;
import io.gridbourse.cli.client.BagWatch;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Bundle;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.output.Bar;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import io.gridbourse.cli.output.Printer;
import io.gridbourse.cli.output.Terminal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The demonstration on an installation that runs: submits the vanity bag, waits, and accounts. */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final String APP_PRICE = "1000";
  private static final int DISPUTES_SHOWN = 10;

  private final Installation installation;
  private final Terminal terminal;
  private final DemoPlan plan;
  private final List<String> complaints = new ArrayList<>();

  /** A demonstration that tells {@code terminal} what happens. */
  public Demo(Installation installation, Terminal terminal, DemoPlan plan) {
    this.installation = installation;
    this.terminal = terminal;
    this.plan = plan;
  }

  /** Runs it; true if everything was certified, every address derives, and the books balance. */
  public boolean run() {
    ensureVanity(installation);
    Balances before = Balances.read(installation);
    JsonNode bag = follow();
    Findings findings = Findings.read(installation.rest("requester"), bag.path("id").asText());
    Balances after = Balances.read(installation);
    check(bag, findings);
    check(bag, before, after);
    show(bag, findings);
    terminal.out().println();
    new Printer(terminal, Format.table).list(Balances.columns(), before.comparedTo(after));
    terminal.out().println();
    terminal.out().println("Console: " + consoleUrl());
    complaints.forEach(complaint -> terminal.say("gridbourse: " + complaint));
    return complaints.isEmpty();
  }

  /** The address of the console, with the token that lets its reader in. */
  public String consoleUrl() {
    return consoleUrl(installation);
  }

  static String consoleUrl(Installation installation) {
    return installation.url() + "/#token=" + installation.token("requester");
  }

  /** Registers the app that looks for addresses, unless it is there. */
  static void ensureVanity(Installation installation) {
    new Apps(installation.rest("provider")).ensure(vanity());
  }

  private static Apps.App vanity() {
    return new Apps.App(
        "vanity",
        Bundle.ofThisProcess().at("examples/vanity.wasm"),
        "wasm",
        Optional.empty(),
        Optional.of("vanity"),
        APP_PRICE);
  }

  private JsonNode follow() {
    Rest requester = installation.rest("requester");
    byte[] spec = plan.spec().getBytes(StandardCharsets.UTF_8);
    String key = UUID.randomUUID().toString();
    String id =
        requester.post("/api/v1/bags", spec, "application/yaml", key).body().path("id").asText();
    terminal.say("bag " + id + ": " + plan.tasks() + " tasks of " + plan.keys() + " keys");
    long start = System.nanoTime();
    try (Bar bar = new Bar(terminal)) {
      JsonNode bag =
          new BagWatch(requester, terminal::say).follow(id, PATIENCE, view -> look(bar, view));
      double seconds = (System.nanoTime() - start) / 1e9;
      terminal.say(
          String.format("bag %s %s after %.1f s", id, bag.path("state").asText(), seconds));
      return bag;
    }
  }

  private void look(Bar bar, JsonNode view) {
    bar.show(view);
    if (!installation.isHealthy()) {
      throw new CommandFailed(
          ExitCode.SERVER,
          "a part of the installation ended by itself",
          "read the logs in " + installation.home().at("logs"));
    }
  }

  private void check(JsonNode bag, Findings findings) {
    long certified = bag.path("counts").path("certified").asLong();
    if (!"COMPLETED".equals(bag.path("state").asText()) || certified != plan.tasks()) {
      complaints.add(
          "only "
              + certified
              + " of "
              + plan.tasks()
              + " tasks were certified; the bag is "
              + Column.text(bag.path("state"))
              + " "
              + Column.text(bag.path("reason")));
    }
    for (Findings.Found found : findings.found()) {
      if (!found.derives() || !found.address().startsWith(plan.pattern())) {
        complaints.add("task " + found.index() + ": the key does not open " + found.address());
      }
    }
  }

  private void check(JsonNode bag, Balances before, Balances after) {
    if (!before.sum().equals(after.sum())) {
      complaints.add("money was made or lost: " + before.sum() + " nRLC became " + after.sum());
    }
    BigInteger paid = before.of("requester").total().subtract(after.of("requester").total());
    if (!paid.toString().equals(bag.path("spent").asText("0"))) {
      complaints.add(
          "the requester paid " + paid + " nRLC but the bag says " + bag.path("spent").asText());
    }
    if (!after.of("requester").locked().equals(before.of("requester").locked())) {
      complaints.add("money of the requester is still locked");
    }
  }

  private void show(JsonNode bag, Findings findings) {
    var out = terminal.out();
    var tasks = new TreeMap<>(findings.tasks());
    out.println(
        findings.found().size()
            + " addresses that begin with "
            + plan.pattern()
            + ", found by bag "
            + bag.path("id").asText()
            + ":");
    for (Findings.Found found : findings.found()) {
      out.println("  " + found.address() + "  key " + found.key());
      out.println(
          "    task "
              + found.index()
              + " certified by "
              + Findings.certification(tasks.get(found.index())));
    }
    findings.found().forEach(found -> tasks.remove(found.index()));
    if (!tasks.isEmpty()) {
      out.println("Other tasks on which workers disagreed: " + tasks.size());
      tasks.entrySet().stream()
          .limit(DISPUTES_SHOWN)
          .forEach(
              task ->
                  out.println(
                      "  task " + task.getKey() + ": " + Findings.certification(task.getValue())));
    }
  }
}
