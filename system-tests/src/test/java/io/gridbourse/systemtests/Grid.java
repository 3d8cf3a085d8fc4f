package io.gridbourse.systemtests;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Bundle;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.cli.local.WorkerPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A whole installation of the real bundle, with honest workers and the example applications. */
final class Grid implements AutoCloseable {
  static final int WORKERS = 3;
  private static final Duration REGISTERED_WITHIN = Duration.ofSeconds(60);

  private final Bundle bundle;
  private final Installation installation;
  private final Set<String> apps = new HashSet<>();
  private int named;

  private Grid(Bundle bundle, Installation installation) {
    this.bundle = bundle;
    this.installation = installation;
  }

  /** Starts an installation whose data are in {@code home}. */
  static Grid start(Path home) {
    Bundle bundle = Bundle.ofThisProcess();
    Installation installation =
        Installation.builder()
            .bundle(bundle)
            .home(home)
            .workers(WorkerPlan.honest(WORKERS))
            .settings(
                Map.of(
                    "gridbourse.schedule.preempt",
                    "priority",
                    "gridbourse.schedule.preempt-wait",
                    "PT2S"))
            .narrator(System.out::println)
            .build();
    try {
      installation.start();
      Grid grid = new Grid(bundle, installation);
      grid.register("noop", "noop.wasm", null);
      grid.register("vanity", "vanity.wasm", "vanity");
      return grid;
    } catch (RuntimeException e) {
      installation.close();
      throw e;
    }
  }

  Installation installation() {
    return installation;
  }

  Tables tables() {
    return new Tables(installation.database().dataSource());
  }

  Chain chain() {
    return new Chain(installation);
  }

  /** The command's own client, as requester, provider or admin. */
  Rest rest(String user) {
    return installation.rest(user);
  }

  /** Requests as anybody may make them, with whatever is wrong in them. */
  Http http(String user) {
    return new Http(installation.url(), installation.token(user));
  }

  /** The command line, as requester, provider or admin. */
  Shell shell(String user) {
    return Shell.of(bundle)
        .with("GRIDBOURSE_SERVER", installation.url().toString())
        .with("GRIDBOURSE_TOKEN", installation.token(user));
  }

  /** A file of the bundle's examples. */
  Path example(String name) {
    return bundle.at("examples").resolve(name);
  }

  /** Stores content and registers it as a wasm app, once. */
  void register(String name, String example, String checker) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("driver", "wasm");
    if (checker != null) {
      request.put("checker", checker);
    }
    register(name, example(example), request);
  }

  /** Registers wasm apps without a checker together, by their names, each once. */
  void registerWasm(Map<String, String> examples) {
    examples.forEach(
        (name, example) ->
            ask(
                name,
                example(example),
                JsonNodeFactory.instance.objectNode().put("driver", "wasm")));
    examples.keySet().forEach(this::awaitRegistered);
  }

  /** Stores content and registers it as an app, once. */
  void register(String name, Path file, ObjectNode request) {
    ask(name, file, request);
    awaitRegistered(name);
  }

  private void ask(String name, Path file, ObjectNode request) {
    if (apps.add(name)) {
      request.put("name", name).put("content", put(file));
      if (!request.has("price")) {
        request.put("price", "1000");
      }
      rest("provider").post("/api/v1/apps", request);
    }
  }

  private void awaitRegistered(String name) {
    await("app " + name + " is registered on the ledger")
        .atMost(REGISTERED_WITHIN)
        .until(
            () -> rest("provider").get("/api/v1/apps/" + name).path("state").asText(),
            "REGISTERED"::equals);
  }

  /** Stores a file; its content's name. */
  String put(Path file) {
    return rest("provider").put("/api/v1/content", file).body().path("content").asText();
  }

  /** Submits a bag as the requester. */
  Bag submit(Spec spec) {
    return submit(spec, UUID.randomUUID().toString());
  }

  /** Submits a bag as the requester, under an idempotency key. */
  Bag submit(Spec spec, String key) {
    JsonNode answer =
        rest("requester").post("/api/v1/bags", spec.bytes(), "application/json", key).body();
    return new Bag(this, answer.path("id").asText());
  }

  /** Starts a worker more, under a name that no other has. */
  LocalWorker start(String role, String... arguments) {
    return start(new WorkerPlan(role, List.of(arguments)));
  }

  /** Starts a worker more, under the plan's name and a number. */
  LocalWorker start(WorkerPlan plan) {
    String name = plan.name() + "-" + ++named;
    installation.startWorkers(List.of(new WorkerPlan(name, plan.arguments(), plan.slots())));
    return installation.workers().stream()
        .filter(worker -> worker.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What the server says about a worker. */
  JsonNode worker(String address) {
    return rest("admin").get("/api/v1/workers/" + address.toLowerCase(Locale.ROOT));
  }

  /** Whether everything that every test needs is running. */
  boolean isWhole() {
    return installation.chain().isAlive()
        && installation.server().isAlive()
        && installation.workers().stream().limit(WORKERS).allMatch(LocalWorker::isAlive);
  }

  /** A text of the server's log. */
  String serverLog() {
    try {
      return Files.readString(installation.home().log("server"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    installation.close();
  }
}
