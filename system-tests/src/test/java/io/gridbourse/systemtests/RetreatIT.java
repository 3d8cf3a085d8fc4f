package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.cli.local.WorkerPlan;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The owner of a machine comes back: its tasks go on elsewhere, from where they were. */
@ExtendWith(GridExtension.class)
class RetreatIT {
  private static final int TASKS = 12;

  /** Counts, saves where it is, and ends when it is asked to. */
  private static final String COUNTER =
      """
      #!/bin/sh
      trap 'exit 3' TERM
      n=$(cat "$GRIDBOURSE_CHECKPOINT" 2>/dev/null || echo 0)
      echo "from $n"
      while [ "$n" -lt 40 ]; do
        n=$((n + 1)); echo $n >fresh; mv fresh count; sleep 0.1
      done
      """;

  @TempDir private Path folder;

  @Test
  void aTaskGoesOnElsewhereFromItsCheckpoint(Grid grid) throws IOException {
    grid.register(
        "counter",
        Scripts.bundle(folder, "counter", COUNTER),
        JsonNodeFactory.instance.objectNode().put("driver", "process").put("entry", "run.sh"));
    plug(1);
    LocalWorker lender =
        grid.start(
            "lender",
            "--drivers=process",
            "--when=mains",
            "--retreat=8s",
            "--watts=20",
            "--sys=" + folder.resolve("sys"));
    BigInteger pledge = grid.chain().pledge(lender.address());
    Bag bag =
        grid.submit(
            Spec.of("counter", TASKS)
                .confidence(0)
                .with(
                    spec -> {
                      spec.withObject("/resources").put("memory", "256MiB");
                      spec.putObject("checkpoint").put("path", "count").put("every", "10s");
                    }));
    await("the lender works")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> grid.worker(lender.address()).path("leases").asLong(), leases -> leases > 0);
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    plug(0);
    await("it pauses, says why, and has handed back what it held")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> grid.worker(lender.address()),
            worker ->
                worker.path("state").asText().equals("PAUSED")
                    && worker.path("paused").asText().contains("battery")
                    && worker.path("leases").asLong() == 0);
    bag.awaitCompletion();
    assertThat(IntStream.range(0, TASKS).mapToObj(index -> text(bag, index)))
        .as("where tasks began")
        .anyMatch(began -> !began.equals("from 0\n"));
    JsonNode worker = grid.worker(lender.address());
    assertThat(worker.path("tasksRejected").asLong()).isZero();
    assertThat(worker.at("/host/energySource").asText()).isEqualTo("DECLARED");
    assertThat(worker.at("/host/operationsPerSecond").asDouble()).isPositive();
    assertThat(grid.chain().pledge(lender.address())).as("pledge").isEqualTo(pledge);
    plug(1);
    await("it works again")
        .atMost(Duration.ofSeconds(30))
        .until(() -> grid.worker(lender.address()).path("state").asText(), "ONLINE"::equals);
    lender.close();
  }

  @Test
  void aLongTaskMakesRoomForAHigherPriorityAndGoesOn(Grid grid) throws IOException {
    grid.register(
        "long-counter",
        Scripts.bundle(folder, "long", COUNTER.replace("-lt 40", "-lt $1")),
        JsonNodeFactory.instance.objectNode().put("driver", "process").put("entry", "run.sh"));
    LocalWorker only =
        grid.start(
            new WorkerPlan(
                "only", List.of("--drivers=process", "--label=only=this", "--retreat=8s"), 1));
    Bag low = grid.submit(counting(200, 0));
    await("it runs")
        .atMost(Duration.ofSeconds(60))
        .until(() -> grid.worker(only.address()).path("leases").asLong(), leases -> leases > 0);
    Bag high = grid.submit(counting(10, 20));
    await("the lower one says why")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> grid.rest("requester").get("/api/v1/bags/" + low.id() + "/why").toString(),
            why -> why.contains("were taken back for a reservation or a higher priority"));
    high.awaitCompletion();
    assertThat(text(high, 0)).isEqualTo("from 0\n");
    low.awaitCompletion();
    assertThat(text(low, 0)).as("it went on").isNotEqualTo("from 0\n");
    assertThat(grid.worker(only.address()).path("tasksRejected").asLong()).isZero();
    only.close();
  }

  private static Spec counting(int steps, int priority) {
    return Spec.of("long-counter", 1)
        .confidence(0)
        .with(
            spec -> {
              spec.putArray("command").add("count").add(Integer.toString(steps));
              spec.put("priority", priority).put("requirements", "labels.only == 'this'");
              spec.withObject("/resources").put("memory", "256MiB");
              spec.putObject("checkpoint").put("path", "count").put("every", "10s");
            });
  }

  private static String text(Bag bag, int index) {
    return new String(bag.result(index), StandardCharsets.UTF_8);
  }

  /** The machine hangs on a plug, or not. */
  private void plug(int online) throws IOException {
    Path supply = Files.createDirectories(folder.resolve("sys/class/power_supply/AC"));
    Files.writeString(supply.resolve("type"), "Mains\n");
    Files.writeString(supply.resolve("online"), online + "\n");
    Path battery = Files.createDirectories(supply.resolveSibling("BAT0"));
    Files.writeString(battery.resolve("type"), "Battery\n");
    Files.writeString(battery.resolve("capacity"), "80\n");
  }
}
