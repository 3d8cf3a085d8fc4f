package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.local.LocalWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deadlines are kept although workers stall: by copies on idle workers, and by supporting ones. */
@ExtendWith(GridExtension.class)
class PromiseIT {
  private static final int TASKS = 40;
  private static final int KEYS = 20_000;
  private static final Duration SOON = Duration.ofSeconds(60);
  private final List<LocalWorker> stalled = new ArrayList<>();

  @AfterEach
  void wakeAll() {
    stalled.forEach(worker -> signal("-CONT", worker));
    stalled.clear();
  }

  @Test
  void anIdleWorkerFinishesInTimeWhatAStalledOneHolds(Grid grid) {
    Bag bag = grid.submit(promised("tail"));
    awaitCertified(bag, TASKS / 4);
    LocalWorker slow = stallWithALease(grid, grid.installation().workers().get(0));
    leasesAreTold(grid, bag);
    long rejected = grid.worker(slow.address()).path("tasksRejected").asLong();
    JsonNode running =
        bag.awaitUntil("has a forecast", view -> view.at("/forecast/expected").isTextual()).view();
    assertThat(running.at("/forecast/deadline").isTextual()).isTrue();
    costsAddUp(bag.view());
    bag.awaitCompletion();
    wakeAll();
    timesAreTold(grid, bag);
    costsAddUp(bag.view());
    assertThat(bag.view().at("/cost/paid")).isEqualTo(bag.view().path("spent"));
    JsonNode forecast = bag.view().path("forecast");
    assertThat(forecast.path("state").asText()).as("%s", forecast).isEqualTo("KEPT");
    assertThat(cancelledLeases(grid, bag)).as("leases that a copy made useless").isPositive();
    awaitOnline(grid, slow);
    assertThat(grid.worker(slow.address()).path("tasksRejected").asLong())
        .as("nobody is blamed for being slow")
        .isEqualTo(rejected);
    JsonNode scores = grid.rest("requester").get("/api/v1/forecasts?app=vanity").path("items");
    assertThat(scores).as("scores of forecasts").isNotEmpty();
  }

  private static JsonNode tail(Grid grid, Bag bag) {
    return grid.rest("requester").get("/api/v1/bags/" + bag.id() + "/tail");
  }

  /** Leases that run are told, with how long they should take. */
  private static void leasesAreTold(Grid grid, Bag bag) {
    await("running leases are told")
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode tail = tail(grid, bag);
              assertThat(tail.path("stragglers"))
                  .as("%s", tail)
                  .isNotEmpty()
                  .allSatisfy(
                      lease -> {
                        assertThat(lease.path("sentence").asText()).contains("it has taken");
                        assertThat(lease.path("expectedSeconds").asDouble()).isPositive();
                      });
              assertThat(tail.path("running").asInt())
                  .isGreaterThanOrEqualTo(tail.path("slow").asInt());
            });
  }

  private static void timesAreTold(Grid grid, Bag bag) {
    JsonNode times = tail(grid, bag).path("times");
    List<Double> ordered = new ArrayList<>();
    for (String name : List.of("least", "low", "median", "high", "most")) {
      ordered.add(times.path(name).asDouble());
    }
    assertThat(ordered)
        .as("%s", times)
        .isSorted()
        .allSatisfy(each -> assertThat(each).isPositive());
    long tasks = 0;
    for (JsonNode bin : times.path("bins")) {
      tasks += bin.path("tasks").asLong();
    }
    assertThat(tasks).isEqualTo(times.path("tasks").asLong()).isGreaterThanOrEqualTo(TASKS);
  }

  /** What was reserved is paid, due, still possible, or comes back. */
  private static void costsAddUp(JsonNode view) {
    JsonNode cost = view.path("cost");
    long sum = 0;
    for (String part : List.of("paid", "due", "possible", "refunded")) {
      sum += cost.path(part).asLong();
    }
    assertThat(sum).as("%s", cost).isPositive().isEqualTo(cost.path("reserved").asLong());
  }

  @Test
  void aSupportingWorkerFinishesWhatAllOthersHoldWithinItsCredits(Grid grid) {
    grant(grid, "rush", 10);
    Bag bag =
        grid.submit(
            promised("support")
                .project("rush")
                .with(
                    spec ->
                        spec.withObject("/market/support")
                            .put("credits", 5)
                            .put("sizing", "fixed:1")));
    awaitCertified(bag, TASKS / 2);
    stallWithALease(grid, grid.installation().workers().get(0));
    awaitCertified(bag, TASKS * 9 / 10);
    grid.installation().workers().stream()
        .filter(worker -> worker.isAlive() && !stalled.contains(worker))
        .forEach(this::stall);
    bag.awaitUntil(
        "is supported", view -> view.at("/support/workers/0/state").asText().equals("RUNNING"));
    bag.awaitCompletion();
    bag.awaitUntil(
        "is supported no more",
        view -> view.at("/support/workers/0/state").asText().equals("STOPPED"));
    List<LocalWorker> ordinary = List.copyOf(stalled);
    wakeAll();
    JsonNode view = bag.view();
    assertThat(view.at("/forecast/state").asText()).as("%s", view).isEqualTo("KEPT");
    JsonNode support = view.path("support");
    assertThat(support.path("state").asText()).isEqualTo("ENDED");
    assertThat(support.path("workers")).hasSize(1);
    long paid = support.at("/workers/0/paid").asLong();
    assertThat(paid).isBetween(1L, 5L);
    JsonNode account = grant(grid, "rush", 1);
    assertThat(account.path("reserved").asLong()).isZero();
    assertThat(account.path("spent").asLong()).isEqualTo(paid);
    assertThat(account.path("free").asLong()).isEqualTo(11 - paid);
    String helper = support.at("/workers/0/worker").asText();
    assertThat(
            grid.tables()
                .number(
                    "select count(*) from contribution where bag = ? and worker = ?",
                    bag.id(),
                    helper))
        .as("answers of the supporting worker")
        .isPositive();
    ordinary.forEach(worker -> awaitOnline(grid, worker));
  }

  private static Spec promised(String name) {
    return Spec.search(TASKS, KEYS)
        .named(name)
        .confidence(0)
        .with(spec -> spec.withObject("/market").put("deadline", "3m"));
  }

  private static JsonNode grant(Grid grid, String project, long credits) {
    return grid.rest("admin")
        .post(
            "/api/v1/credits",
            JsonNodeFactory.instance
                .objectNode()
                .put("owner", grid.installation().account("requester"))
                .put("project", project)
                .put("credits", credits))
        .body();
  }

  private static void awaitCertified(Bag bag, long tasks) {
    bag.awaitUntil(
        "has " + tasks + " certified tasks",
        view -> view.at("/counts/certified").asLong() >= tasks);
  }

  /** Stops a worker at a moment when it holds a lease. */
  private LocalWorker stallWithALease(Grid grid, LocalWorker worker) {
    await(worker.name() + " is stopped with a lease")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              signal("-STOP", worker);
              boolean holds = grid.worker(worker.address()).path("leases").asLong() > 0;
              if (!holds) {
                signal("-CONT", worker);
              }
              return holds;
            });
    stalled.add(worker);
    return worker;
  }

  private void stall(LocalWorker worker) {
    signal("-STOP", worker);
    stalled.add(worker);
  }

  private static void signal(String signal, LocalWorker worker) {
    try {
      Process kill = new ProcessBuilder("kill", signal, Long.toString(worker.pid())).start();
      assertThat(kill.waitFor()).as("kill %s", signal).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long cancelledLeases(Grid grid, Bag bag) {
    return grid.tables()
        .number(
            "select count(*) from side_record where bag = ? and kind = 'LEASE_ENDED'"
                + " and position('CANCELLED'::bytea in entry) > 0",
            bag.id());
  }

  private static void awaitOnline(Grid grid, LocalWorker worker) {
    await(worker.name() + " is seen again")
        .atMost(SOON)
        .until(() -> grid.worker(worker.address()).path("state").asText(), "ONLINE"::equals);
  }
}
