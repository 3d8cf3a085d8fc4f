package io.gridbourse.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.BagWatch;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import io.gridbourse.cli.output.Printer;
import io.gridbourse.cli.output.Terminal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The demonstration of a deadline: a bag that must be done by then, whose slowest workers vanish,
 * and whose tail is bought off with credits that were set aside. Everything that it tells was read
 * from the server.
 */
public final class DeadlineDemo {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
  private static final long LOOK_EVERY_MILLIS = 200;

  /** The slow ones vanish once so much of the bag is with them, or so much of it is done. */
  private static final double VANISH_WITH = 0.3;

  private static final double VANISH_FROM = 0.5;

  private final Installation installation;
  private final Terminal terminal;
  private final Rest requester;
  private final List<String> complaints = new ArrayList<>();

  /** A demonstration on an installation of {@link DeadlinePlan#workers}. */
  public DeadlineDemo(Installation installation, Terminal terminal) {
    this.installation = installation;
    this.terminal = terminal;
    this.requester = installation.rest("requester");
  }

  /** Settings with which the installation shows it: long leases, and a promise that is worth it. */
  public static Map<String, String> settings() {
    return Map.of(
        "gridbourse.bag.lease-target", "PT8S", "gridbourse.promise.probability-min-percent", "80");
  }

  /** How many workers the server can start. */
  public static int supporters() {
    return DeadlinePlan.SUPPORTERS;
  }

  /** Runs it; true if the deadline was kept, all was certified, and no more was spent. */
  public boolean run() {
    Demo.ensureVanity(installation);
    grant();
    List<LocalWorker> slow =
        installation.workers().stream().filter(each -> !each.name().equals("steady")).toList();
    try (SlowHosts hosts = new SlowHosts(slow)) {
      DeadlinePlan plan = measure();
      Balances before = balances();
      JsonNode bag = follow(plan, hosts, slow);
      Balances after = balances();
      check(bag, plan);
      if (!before.sum().equals(after.sum())) {
        complaints.add("money was made or lost: " + before.sum() + " became " + after.sum());
      }
      terminal.out().println();
      new Printer(terminal, Format.table).list(Balances.columns(), before.comparedTo(after));
    }
    terminal.out().println();
    terminal.out().println("Console: " + Demo.consoleUrl(installation));
    complaints.forEach(complaint -> terminal.say("gridbourse: " + complaint));
    return complaints.isEmpty();
  }

  private Balances balances() {
    Map<String, String> supporters = new LinkedHashMap<>();
    List<String> accounts = installation.supporters();
    for (int i = 0; i < accounts.size(); i++) {
      supporters.put("support-" + (i + 1), accounts.get(i));
    }
    return Balances.read(installation, supporters);
  }

  private void grant() {
    installation
        .rest("admin")
        .post(
            "/api/v1/credits",
            JsonNodeFactory.instance
                .objectNode()
                .put("owner", installation.account("requester"))
                .put("project", DeadlinePlan.PROJECT)
                .put("credits", DeadlinePlan.CREDITS));
  }

  /** Runs a small bag, from which the server learns how long a task takes here. */
  private DeadlinePlan measure() {
    terminal.say("a small bag tells how long a task takes here");
    String id = submit(DeadlinePlan.measuring(), "bags");
    JsonNode bag = new BagWatch(requester, terminal::say).follow(id, PATIENCE, view -> {});
    if (bag.at("/counts/certified").asInt() != DeadlinePlan.MEASURING_TASKS) {
      throw new CommandFailed(
          ExitCode.FAILED, "the small bag failed", "look at it: gridbourse why " + id);
    }
    JsonNode quote = forecast(DeadlinePlan.measuring());
    double seconds =
        DeadlinePlan.seconds(
            Duration.between(
                Instant.parse(quote.path("at").asText()),
                Instant.parse(quote.path("expected").asText())));
    int workers = DeadlinePlan.workers().size();
    return DeadlinePlan.of(
        seconds * workers / DeadlinePlan.MEASURING_TASKS, installation.workersTook());
  }

  /** What a bag would be forecast; the server learns from one that has ended within a second. */
  private JsonNode forecast(String spec) {
    Instant until = Instant.now().plus(SETTLED_WITHIN);
    JsonNode forecast = post(spec, "bags?dryRun=true").path("forecast");
    while (!forecast.path("expected").isTextual()) {
      if (Instant.now().isAfter(until)) {
        throw new CommandFailed(
            ExitCode.FAILED,
            "the server forecasts nothing: " + Column.text(forecast.path("reason")),
            "look at the logs in " + installation.home().at("logs"));
      }
      pause();
      forecast = post(spec, "bags?dryRun=true").path("forecast");
    }
    return forecast;
  }

  private JsonNode post(String spec, String path) {
    return requester
        .post(
            "/api/v1/" + path,
            spec.getBytes(StandardCharsets.UTF_8),
            "application/yaml",
            UUID.randomUUID().toString())
        .body();
  }

  private String submit(String spec, String path) {
    return post(spec, path).path("id").asText();
  }

  private JsonNode follow(DeadlinePlan plan, SlowHosts hosts, List<LocalWorker> slow) {
    String id = submit(plan.spec(), "bags");
    terminal.say(
        "bag %s: %d tasks, to be done within %d s; %d credits are set aside for supporting workers"
            .formatted(id, plan.tasks(), plan.deadline().toSeconds(), DeadlinePlan.CREDITS));
    JsonNode bag = view(id);
    DeadlineStory story = new DeadlineStory(bag, terminal::say);
    boolean isVanished = false;
    Instant until = Instant.now().plus(PATIENCE);
    while (!BagWatch.isFinal(bag)) {
      long held = isVanished ? 0 : held(id, slow);
      if (held > 0 && isTime(bag, plan, held)) {
        hosts.vanish();
        isVanished = true;
        String names = slow.stream().map(LocalWorker::name).collect(Collectors.joining(", "));
        story.vanished(bag, names, held);
      }
      bag = next(id, until);
      story.look(bag);
    }
    if (!isVanished) {
      complaints.add("the bag was done before its slow workers could vanish");
    }
    bag = settled(id, view -> isOver(view));
    conclude(bag, story);
    return bag;
  }

  private static boolean isTime(JsonNode bag, DeadlinePlan plan, long held) {
    return held >= VANISH_WITH * plan.tasks()
        || bag.at("/counts/certified").asLong() >= VANISH_FROM * plan.tasks();
  }

  /** Tasks that the slow workers hold. */
  private long held(String id, List<LocalWorker> slow) {
    Set<String> addresses =
        slow.stream()
            .map(each -> each.address().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    long held = 0;
    for (JsonNode lease :
        requester.get("/api/v1/bags/" + Rest.encode(id) + "/tail").path("stragglers")) {
      boolean isSlow = addresses.contains(lease.path("worker").asText().toLowerCase(Locale.ROOT));
      held += isSlow ? lease.path("count").asLong() : 0;
    }
    return held;
  }

  private JsonNode view(String id) {
    return requester.get("/api/v1/bags/" + Rest.encode(id));
  }

  private JsonNode next(String id, Instant until) {
    if (Instant.now().isAfter(until)) {
      throw new CommandFailed(
          ExitCode.TIMEOUT, "bag " + id + " was not done in time", "look at the logs");
    }
    pause();
    return view(id);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "").because(e);
    }
  }

  private JsonNode settled(String id, Predicate<JsonNode> isSettled) {
    Instant until = Instant.now().plus(SETTLED_WITHIN);
    JsonNode bag = view(id);
    while (!isSettled.test(bag)) {
      bag = next(id, until);
    }
    return bag;
  }

  /** The promise is judged, and the supporting workers have left. */
  private static boolean isOver(JsonNode bag) {
    String promise = bag.at("/forecast/state").asText();
    boolean isLeft = true;
    for (JsonNode worker : bag.at("/support/workers")) {
      String state = worker.path("state").asText();
      isLeft &= state.equals("STOPPED") || state.equals("FAILED");
    }
    return isLeft
        && bag.at("/support/state").asText().equals("ENDED")
        && (promise.equals("KEPT") || promise.equals("MISSED"));
  }

  private void conclude(JsonNode bag, DeadlineStory story) {
    var out = terminal.out();
    boolean isKept = bag.at("/forecast/state").asText().equals("KEPT");
    out.println("The deadline was " + (isKept ? "kept" : "missed") + ".");
    line("deadline", "%.1f s after the submission".formatted(story.since(deadline(bag))));
    line("came", Column.text(bag.at("/forecast/reason")));
    line(
        "at the worst",
        story
            .gloomiest()
            .map(
                each ->
                    "forecast at %.1f s: %s"
                        .formatted(
                            story.since(Instant.parse(each.path("at").asText())),
                            story.expectation(each)))
            .orElse("no forecast was made after the workers had vanished"));
    line(
        "certified",
        Column.text(bag.at("/counts/certified"))
            + " of "
            + Column.text(bag.path("tasks"))
            + " tasks, "
            + story.copied()
            + " of them given to a second worker");
    line("credits", credits(bag));
  }

  private static Instant deadline(JsonNode bag) {
    return Instant.parse(bag.at("/forecast/deadline").asText());
  }

  private static long spent(JsonNode bag) {
    long spent = 0;
    for (JsonNode worker : bag.at("/support/workers")) {
      spent += worker.path("paid").asLong();
    }
    return spent;
  }

  private static String credits(JsonNode bag) {
    long aside = bag.at("/support/credits").asLong();
    return "%d set aside, %d spent on %d supporting workers, %d free again"
        .formatted(aside, spent(bag), bag.at("/support/workers").size(), aside - spent(bag));
  }

  private void line(String what, String value) {
    terminal.out().println(String.format(Locale.ROOT, "  %-16s %s", what, value));
  }

  private void check(JsonNode bag, DeadlinePlan plan) {
    if (!bag.at("/forecast/state").asText().equals("KEPT")) {
      complaints.add("the deadline was missed: " + Column.text(bag.at("/forecast/reason")));
    }
    if (bag.at("/counts/certified").asLong() != plan.tasks()) {
      complaints.add("not all tasks were certified; ask: gridbourse why " + bag.path("id"));
    }
    JsonNode account = account();
    long spent = account.path("spent").asLong();
    if (spent > DeadlinePlan.CREDITS
        || spent != spent(bag)
        || account.path("granted").asLong()
            != account.path("free").asLong() + account.path("reserved").asLong() + spent) {
      complaints.add("the credits do not add up: " + account);
    }
  }

  private JsonNode account() {
    for (JsonNode row : requester.list("/api/v1/credits", 1_000)) {
      if (row.path("project").asText().equals(DeadlinePlan.PROJECT)) {
        return row;
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
