package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.worker.container.HostPrograms;
import io.gridbourse.worker.container.ImageWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Orders that ask for more than the ledger's rule, on a whole installation. */
@ExtendWith(GridExtension.class)
class LadderIT {
  private static final int TASKS = 2_000;
  private static final String TRUTH = Sha256.of(new byte[0]).hex();

  /** Three equal votes, each wrong with a probability of 0.2. */
  private static final double THREE_VOTES = 0.05792;

  @AfterEach
  void liarsLeave(Grid grid) {
    grid.installation().workers().stream().skip(Grid.WORKERS).forEach(LocalWorker::close);
  }

  @Test
  void threeEqualVotesAreAskedForAndCertified(Grid grid) {
    Bag bag = grid.submit(asking(12, trust -> vote(trust, 3))).awaitCompletion();
    for (int index = 0; index < 12; index++) {
      JsonNode certificate = bag.task(index).path("certificate");
      assertThat(certificate.path("method").asText()).isEqualTo("VOTING");
      assertThat(certificate.path("errorBound").asDouble()).isCloseTo(THREE_VOTES, within(1e-9));
      assertThat(certificate.path("derivation")).isNotEmpty();
      assertThat(certificate.path("votes"))
          .filteredOn(vote -> vote.path("state").asText().equals("ACCEPTED"))
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  /** The image is made of this machine's own shell; nothing is fetched from anywhere. */
  @Test
  void anImageIsRunWhereItsDriverIsAndVotesCertifyIt(Grid grid, @TempDir Path folder)
      throws Exception {
    ImageWriter writer =
        new ImageWriter()
            .layer(ImageWriter.tar(HostPrograms.files(List.of("cat"))))
            .set("Entrypoint", List.of("sh", "-c", "echo $GREETING $1 $(cat /proc/1/comm)", "app"))
            .set("Env", List.of("GREETING=hello"));
    Path archive = Files.write(folder.resolve("image"), writer.write());
    Shell.Ended put = grid.shell("provider").run("app", "put", "greeter", archive.toString());
    assertThat(put.code()).as(put.err()).isZero();
    JsonNode app = grid.rest("provider").get("/api/v1/apps/greeter");
    assertThat(app.path("driver").asText()).isEqualTo("container");
    assertThat(app.path("entry").asText()).isEqualTo(writer.image().toString());
    Bag bag =
        grid.submit(
            Spec.of("greeter", 6)
                .confidence(0.66)
                .with(
                    spec -> {
                      spec.putArray("command").add("greeter").add("{index}");
                      spec.withObject("/resources").put("memory", "256MiB");
                    }));
    Shell requester = grid.shell("requester");
    await("why names the driver")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> requester.run("why", bag.id()).out(),
            said -> said.contains("the driver container") && said.contains("--drivers"));
    grid.start("images", "--drivers=container");
    grid.start("images", "--drivers=container");
    bag.awaitCompletion();
    for (int index = 0; index < 6; index++) {
      assertThat(new String(bag.result(index), StandardCharsets.UTF_8))
          .isEqualTo("hello " + index + " bwrap\n");
      assertThat(bag.task(index).path("certificate").path("votes"))
          .filteredOn(vote -> vote.path("state").asText().equals("ACCEPTED"))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void votesAreOfLikeHostsAndTheCertificateNamesTheirClass(Grid grid) {
    Bag bag =
        grid.submit(
                asking(
                    6,
                    trust -> {
                      vote(trust, 2);
                      trust.put("classes", "processor");
                    }))
            .awaitCompletion();
    JsonNode certificate = bag.task(0).path("certificate");
    String voter = certificate.path("votes").path(0).path("worker").asText();
    JsonNode worker = grid.rest("admin").get("/api/v1/workers/" + voter);
    assertThat(worker.path("processor").asText()).matches("[^/]+/[^/]+");
    assertThat(certificate.path("hosts").asText())
        .isEqualTo(
            worker.path("os").asText()
                + "/"
                + worker.path("arch").asText()
                + "/"
                + worker.path("processor").asText());
  }

  @Test
  void aBagWithAComparatorIsSettledByBallotsHoweverSmall(Grid grid) {
    Bag bag =
        grid.submit(
                asking(
                    8,
                    trust -> {
                      vote(trust, 2);
                      trust.putObject("comparator").putObject("numbers").put("tolerance", 1e-6);
                    }))
            .awaitCompletion();
    assertThat(bag.task(0).path("state").asText()).isEqualTo("CERTIFIED");
    assertThat(grid.chain().contributions(bag.deal()))
        .as("contributions to a partition")
        .filteredOn(each -> each.accepted() > 0)
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aLiarIsCaughtByASpotCheckAndComesBackWhenItIsPardoned(Grid grid) {
    LocalWorker liar = grid.start("liar", "--lie", "0.5");
    String path = "/api/v1/workers/" + liar.address().toLowerCase(Locale.ROOT);
    String standing = path + "/standing";
    for (int i = 0; i < 6 && !grid.rest("admin").get(standing).has("caughtAt"); i++) {
      Bag bag =
          grid.submit(
                  asking(
                      TASKS,
                      trust -> {
                        vote(trust, 3);
                        trust.put("spotChecks", 0.5);
                      }))
              .awaitCompletion();
      for (int index = 0; index < TASKS; index += 97) {
        assertThat(bag.task(index).path("digest").asText()).contains(TRUTH);
      }
    }
    JsonNode caught = grid.rest("admin").get(standing);
    assertThat(caught.path("caughtAt").asText()).as("%s", caught).isNotEmpty();
    assertThat(caught.path("caughtIn").asText()).startsWith("b-");
    assertThat(grid.shell("admin").run("worker", "pairs").out()).contains("PROBABILITY");
    JsonNode pardoned =
        grid.rest("admin").post(path + "/pardon", JsonNodeFactory.instance.objectNode()).body();
    assertThat(pardoned.has("caughtAt")).isFalse();
    String owner = "0x" + "ab".repeat(20);
    assertThat(grid.shell("admin").run("worker", "own", liar.address(), owner).code()).isZero();
    assertThat(grid.rest("admin").get(standing).path("owner").asText()).isEqualTo(owner);
  }

  @Test
  void aModuleThatCameWithItsAppChecksResultsInASandboxSoThatOneVoteIsEnough(Grid grid) {
    grid.register("checked", "noop.wasm", module(grid, "noop-check.wasm"));
    Bag bag = grid.submit(checked("checked", 6)).awaitCompletion();
    int alone = 0;
    for (int index = 0; index < 6; index++) {
      JsonNode task = bag.task(index);
      assertThat(task.path("digest").asText()).contains(TRUTH);
      assertThat(task.path("certificate").path("method").asText()).startsWith("CHECK");
      alone += task.path("certificate").path("votes").size() == 1 ? 1 : 0;
    }
    assertThat(alone).as("tasks that nobody computed twice").isPositive();
    assertThat(grid.rest("provider").get("/api/v1/apps/checked").has("checkerFault")).isFalse();
  }

  @Test
  void aCheckerThatCrashesIsBlamedAndVotesDecideInItsPlace(Grid grid) {
    grid.register("crashing", "noop.wasm", module(grid, "misbehaving/trap.wasm"));
    Bag bag = grid.submit(checked("crashing", 6)).awaitCompletion();
    for (int index = 0; index < 6; index++) {
      JsonNode task = bag.task(index);
      assertThat(task.path("state").asText()).isEqualTo("CERTIFIED");
      assertThat(task.path("certificate").path("votes")).hasSizeGreaterThanOrEqualTo(2);
    }
    assertThat(grid.rest("provider").get("/api/v1/apps/crashing").path("checkerFault").asText())
        .contains("checks failed", "TRAP");
  }

  @Test
  void aCheckerThatIsNoModuleIsRefusedByName(Grid grid) throws IOException {
    String text = grid.put(Files.writeString(Files.createTempFile("checker", ".txt"), "text"));
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "badly-checked")
            .put("driver", "wasm")
            .put("content", grid.put(grid.example("noop.wasm")))
            .put("checker", "wasm:" + text)
            .put("price", "0");
    JsonNode problem =
        grid.http("provider")
            .post("/api/v1/apps", request.toString())
            .wantProblem(422, "CHECKER_INVALID");
    assertThat(problem.toString()).contains("checker", "no WebAssembly module");
  }

  @Test
  void aSampleOfUnitsIsComputedAgainSoThatOneVoteIsEnoughAndALiarLoses(Grid grid) {
    grid.register("mandelbrot", grid.example("mandelbrot.wasm"), app().put("units", "lines"));
    LocalWorker liar = grid.start("sampled-liar", "--lie", "1");
    int alone = 0;
    int refused = 0;
    for (int i = 0; i < 5 && refused == 0; i++) {
      Bag bag = grid.submit(drawing()).awaitCompletion();
      for (int index = 0; index < 16; index++) {
        JsonNode task = bag.task(index);
        assertThat(task.path("resultText").asText()).matches("[0-9a-z@\\n]+");
        JsonNode certificate = task.path("certificate");
        // What the sandbox has no time for while it starts is left to votes.
        assertThat(certificate.path("method").asText()).isIn("PARTIAL", "VOTING");
        for (JsonNode vote : certificate.path("votes")) {
          boolean isLie = vote.path("worker").asText().equalsIgnoreCase(liar.address());
          assertThat(vote.path("state").asText().equals("ACCEPTED")).isEqualTo(!isLie);
          if (vote.has("sample")) {
            JsonNode sample = vote.path("sample");
            assertThat(sample.has("found")).as("%s", vote).isEqualTo(isLie);
            assertThat(sample.path("drawn")).hasSize(isLie ? 1 : 5);
            refused += isLie ? 1 : 0;
          }
        }
        alone += certificate.path("votes").size() == 1 ? 1 : 0;
      }
    }
    assertThat(alone).as("tasks that nobody computed twice").isPositive();
    assertThat(refused).as("tasks that the liar was given").isPositive();
    assertThat(grid.rest("provider").get("/api/v1/apps/mandelbrot").has("checkerFault")).isFalse();
  }

  @Test
  void anAppThatDoesNotComputeItsUnitsIsBlamedAndVotesDecide(Grid grid) {
    grid.register("whole", grid.example("misbehaving/echo.wasm"), app().put("units", "records:1"));
    Bag bag = grid.submit(sampled("whole", 4)).awaitCompletion();
    for (int index = 0; index < 4; index++) {
      assertThat(bag.task(index).path("certificate").path("method").asText()).isEqualTo("VOTING");
    }
    assertThat(grid.rest("provider").get("/api/v1/apps/whole").path("checkerFault").asText())
        .contains("units");
    grid.http("requester")
        .post("/api/v1/bags", sampled("noop", 2).json())
        .wantProblem(422, "NO_SAMPLES");
  }

  private static Spec drawing() {
    return sampled("mandelbrot", 16)
        .with(
            spec -> {
              var command =
                  spec.putArray("command").add("mandelbrot").add("--index").add("{index}");
              command.add("--rows").add("32").add("--width").add("160").add("--height").add("512");
            });
  }

  /** Five units of each result are computed again. */
  private static Spec sampled(String app, int tasks) {
    return Spec.of(app, tasks)
        .confidence(0)
        .with(
            spec ->
                spec.withObject("/trust")
                    .putObject("verify")
                    .putObject("partial")
                    .put("wrong", 0.5)
                    .put("sample", 5));
  }

  private static ObjectNode app() {
    return JsonNodeFactory.instance.objectNode().put("driver", "wasm").put("price", "0");
  }

  private static String module(Grid grid, String example) {
    return "wasm:" + grid.put(grid.example(example));
  }

  private static Spec checked(String app, int tasks) {
    return Spec.of(app, tasks)
        .confidence(0)
        .with(spec -> spec.withObject("/trust").put("verify", "check"));
  }

  private static Spec asking(int tasks, Consumer<ObjectNode> trust) {
    return Spec.of("noop", tasks)
        .confidence(0)
        .with(spec -> trust.accept(spec.withObject("/trust")));
  }

  private static void vote(ObjectNode trust, int m) {
    trust.putObject("verify").putObject("vote").put("m", m);
  }
}
