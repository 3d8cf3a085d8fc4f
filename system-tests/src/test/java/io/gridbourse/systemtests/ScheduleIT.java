package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.local.LocalWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who is given what, and why, on an installation as people use it. */
@ExtendWith(GridExtension.class)
class ScheduleIT {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final String RUNNING = "RUNNING";
  private static final int INPUT_BYTES = 9 << 20;

  @AfterEach
  void release(Grid grid) {
    for (JsonNode each : grid.rest("admin").list(reservations(grid), 100)) {
      assertThat(
              grid.shell("admin")
                  .run("pool", "release", pool(grid), each.path("reservation").asText())
                  .code())
          .isZero();
    }
  }

  private static String pool(Grid grid) {
    return grid.rest("requester").list("/api/v1/pools", 1).get(0).path("address").asText();
  }

  private static String reservations(Grid grid) {
    return "/api/v1/pools/" + pool(grid) + "/reservations";
  }

  @Test
  void keptWorkersServeTheirProjectAndTheOthersAreToldWhy(Grid grid) {
    Shell.Ended reserved =
        grid.shell("admin")
            .run(
                "pool",
                "reserve",
                pool(grid),
                "--project",
                "cfd",
                "--percent",
                "100",
                "--for",
                "10m");
    assertThat(reserved.code()).as(reserved.err()).isZero();
    assertThat(
            grid.shell("requester")
                .run(
                    "pool",
                    "reserve",
                    pool(grid),
                    "--project",
                    "x",
                    "--percent",
                    "1",
                    "--for",
                    "1m")
                .code())
        .isNotZero();
    assertThat(grid.shell("requester").run("pool", "reservations", pool(grid)).out())
        .contains("HOLDS");
    // The server has read the reservation long before these are done.
    grid.submit(Spec.of("noop", 4).confidence(0).project("cfd")).awaitCompletion();
    Bag other = grid.submit(Spec.of("noop", 4).confidence(0));
    String path = "/api/v1/bags/" + other.id() + "/why";
    JsonNode why =
        await()
            .atMost(WITHIN)
            .until(
                () -> grid.rest("requester").get(path),
                each -> each.path("sentence").asText().contains("another project"));
    assertThat(why.path("remedy").asText()).contains("reservation");
    assertThat(other.certified()).isZero();
    release(grid);
    other.awaitCompletion();
  }

  @Test
  void aLeaseShowsTheRankingThatLedToIt(Grid grid) {
    Bag bag =
        grid.submit(
                Spec.of("noop", 64)
                    .confidence(0)
                    .with(
                        spec -> {
                          spec.put("priority", 3);
                          spec.putObject("preference").put("time", 0.75).put("trust", 0.25);
                          spec.withObject("/trust").put("minIsolation", 1);
                          spec.withObject("/market").put("deadline", "1h");
                        }))
            .awaitCompletion();
    String lease = bag.task(63).at("/votes/0/lease").asText();
    JsonNode why = grid.rest("requester").get("/api/v1/leases/" + lease + "/why");
    assertThat(why.path("worker").asText()).startsWith("0x");
    assertThat(why.path("decidedBy").asText()).isIn("RANK", "TURN", "NEW");
    if (why.has("epoch")) {
      assertThat(why.path("rows"))
          .filteredOn(row -> row.path("taken").asBoolean())
          .singleElement()
          .satisfies(row -> assertThat(row.path("level").asInt()).isEqualTo(3));
    }
    Shell.Ended said = grid.shell("requester").run("why", lease);
    assertThat(said.code()).isZero();
    assertThat(said.out()).startsWith(why.path("sentence").asText());
    assertThat(grid.http("provider").get("/api/v1/leases/" + lease + "/why").status())
        .isEqualTo(404);
  }

  @Test
  void bagsAndOwnersSayWhomTheyTake(Grid grid, @TempDir Path folder) throws IOException {
    LocalWorker picky =
        grid.start(
            "picky",
            "--label=rack=a7",
            "--accept=project == 'matched' && price > 0",
            "--gpus=2",
            "--resource=fpga=1");
    await("it is online with what its owner says")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> grid.worker(picky.address()),
            worker ->
                worker.path("state").asText().equals("ONLINE")
                    && worker.at("/labels/rack").asText().equals("a7")
                    && worker.path("accept").asText().startsWith("project"));
    assertThat(grid.http("requester").post("/api/v1/bags", needing("cpus >").json()).body())
        .contains("EXPRESSION_INVALID", "column 7");
    JsonNode quote =
        grid.http("requester")
            .post("/api/v1/bags?dryRun=true", needing("labels.rack == 'a7'").json())
            .json();
    assertThat(quote.at("/hosts/eligible").asInt()).isZero();
    assertThat(quote.at("/hosts/facts").toString()).contains("what its owner accepts leaves out 1");
    Bag bag = grid.submit(needing("labels.rack == 'a7'").project("matched")).awaitCompletion();
    assertThat(bag.task(0).at("/votes/0/worker").asText()).isEqualToIgnoringCase(picky.address());
    grid.register(
        "units",
        Scripts.bundle(
            folder,
            "units",
            "#!/bin/sh\necho $CUDA_VISIBLE_DEVICES/$GRIDBOURSE_GPU_SHARE/$GRIDBOURSE_RESOURCE_FPGA\n"),
        JsonNodeFactory.instance.objectNode().put("driver", "process").put("entry", "run.sh"));
    Bag sharing =
        grid.submit(
                Spec.of("units", 2)
                    .confidence(0)
                    .project("matched")
                    .with(
                        spec -> {
                          ObjectNode resources = spec.withObject("/resources");
                          resources.put("memory", "256MiB").put("gpus", 0.5);
                          resources.putObject("custom").put("fpga", 1);
                        }))
            .awaitCompletion();
    for (int index = 0; index < 2; index++) {
      assertThat(new String(sharing.result(index), StandardCharsets.UTF_8)).isEqualTo("0/0.5/0\n");
    }
    picky.close();
  }

  private static Spec needing(String requirements) {
    return Spec.of("noop", 4).confidence(0).with(spec -> spec.put("requirements", requirements));
  }

  @Test
  void workersGoOnWithTheBagWhoseInputTheyHave(Grid grid, @TempDir Path folder) throws IOException {
    long workers = grid.installation().workers().stream().filter(LocalWorker::isAlive).count();
    // Nobody begins before all bags are there.
    assertThat(
            grid.shell("admin")
                .run(
                    "pool",
                    "reserve",
                    pool(grid),
                    "--project",
                    "nobodys",
                    "--percent",
                    "100",
                    "--for",
                    "10m")
                .code())
        .isZero();
    List<String> inputs = new ArrayList<>();
    List<Bag> bags = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      byte[] input = new byte[INPUT_BYTES];
      new SplittableRandom(i).nextBytes(input);
      inputs.add(grid.put(Files.write(folder.resolve("input-" + i), input)));
      bags.add(grid.submit(reading(inputs.get(i))));
    }
    bags.forEach(
        bag -> bag.awaitUntil("runs", view -> view.path("state").asText().equals(RUNNING)));
    release(grid);
    bags.forEach(
        bag -> bag.awaitUntil("is at work", view -> view.at("/counts/certified").asLong() > 20));
    long fetched = fetched(grid, inputs);
    bags.forEach(bag -> grid.http("requester").post("/api/v1/bags/" + bag.id() + "/cancel", "{}"));
    // By turns each would fetch each: the square of that. First leases, and those between two looks
    // at the hosts, may still go by turns.
    assertThat(fetched).isBetween(workers * INPUT_BYTES, workers * workers * INPUT_BYTES * 2 / 3);
  }

  private static Spec reading(String input) {
    return Spec.search(400, 5_000)
        .confidence(0)
        .with(
            spec -> {
              spec.putArray("inputs").addObject().put("path", "table").put("sha256", input);
              spec.withObject("/resources").put("disk", "64MiB");
            });
  }

  /** Bytes of these contents in the caches of all workers. */
  private static long fetched(Grid grid, List<String> contents) throws IOException {
    long bytes = 0;
    for (LocalWorker worker : grid.installation().workers()) {
      Path cache = grid.installation().home().at("workers/" + worker.name() + "/cache");
      for (String content : contents) {
        Path file = cache.resolve(content.substring(content.indexOf(':') + 1));
        bytes += Files.exists(file) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }

  @Test
  void aBagThatNoWorkerIsLargeEnoughForSaysSo(Grid grid) {
    Bag bag =
        grid.submit(
            Spec.of("noop", 1)
                .confidence(0)
                .with(spec -> spec.withObject("/resources").put("memory", "3TiB")));
    String path = "/api/v1/bags/" + bag.id();
    JsonNode why =
        await()
            .atMost(WITHIN)
            .until(
                () -> grid.rest("requester").get(path + "/why"),
                each -> each.path("sentence").asText().contains("MiB of memory"));
    assertThat(why.path("remedy").asText()).contains("spec.resources.memory");
    assertThat(grid.http("requester").post(path + "/cancel", "{}").status()).isBetween(200, 299);
  }
}
