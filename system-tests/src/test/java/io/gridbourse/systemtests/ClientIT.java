package io.gridbourse.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.local.Installation.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a user does at the command line, from one end to the other. */
@ExtendWith(GridExtension.class)
class ClientIT {
  @TempDir Path folder;

  @Test
  void wordsAreCountedByNativePrograms(Grid grid) throws IOException {
    grid.put(grid.example("wordcount.txt"));
    grid.register(
        "wordcount",
        grid.example("wordcount.zip"),
        JsonNodeFactory.instance.objectNode().put("driver", "process").put("entry", "run.sh"));
    Shell shell = grid.shell("requester");
    Shell.Ended submitted =
        shell.run("submit", grid.example("wordcount.yaml").toString(), "--wait", "-o", "json");
    assertThat(submitted.code()).as(submitted.all()).isZero();
    String id = new Json(submitted.out()).text("id");

    Path results = folder.resolve("results");
    Shell.Ended fetched = shell.run("results", id, "-o", results.toString());
    assertThat(fetched.code()).as(fetched.all()).isZero();
    long nation = 0;
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        nation +=
            Files.readString(file)
                .lines()
                .filter(line -> line.contains("nation\t"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
                .sum();
      }
    }
    assertThat(nation).as("how often the text says 'nation'").isEqualTo(5);
  }

  @Test
  void aClientThatWaitsSurvivesARestartOfTheServer(Grid grid) throws IOException {
    Path spec = file(Spec.search(512, 400));
    Shell.Running waiting = grid.shell("requester").start("submit", spec.toString(), "--wait");
    waiting.awaitSaying("submitted ", Duration.ofSeconds(60));
    grid.installation().kill(Component.SERVER);
    grid.installation().restart(Component.SERVER);
    Shell.Ended ended = waiting.end(Duration.ofMinutes(3));
    assertThat(ended.code()).as(ended.all()).isZero();
  }

  @Test
  void theSameKeyNeverMakesTwoBags(Grid grid) throws IOException {
    String key = UUID.randomUUID().toString();
    Path spec = file(Spec.of("noop", 8).named("once-" + key));
    Shell shell = grid.shell("requester");
    Shell.Ended first = shell.run("submit", spec.toString(), "--idempotency-key", key);
    Shell.Ended second = shell.run("submit", spec.toString(), "--idempotency-key", key);
    assertThat(first.code()).as(first.all()).isZero();
    assertThat(second.code()).as(second.all()).isZero();
    assertThat(second.out().strip()).isEqualTo(first.out().strip());
    assertThat(grid.rest("requester").list("/api/v1/bags?name=once-" + key, 10)).hasSize(1);

    Path other = file(Spec.of("noop", 9).named("other-" + key));
    Shell.Ended conflict = shell.run("submit", other.toString(), "--idempotency-key", key);
    assertThat(conflict.code()).as(conflict.all()).isEqualTo(6);
    assertThat(grid.rest("requester").list("/api/v1/bags?name=other-" + key, 10)).isEmpty();
    new Bag(grid, first.out().strip()).awaitCompletion();
  }

  @Test
  void aBagTellsItsWholeStory(Grid grid) throws IOException {
    Shell shell = grid.shell("requester");
    Path spec = file(Spec.search(4, 300).named("story"));
    Shell.Ended submitted = shell.run("submit", spec.toString(), "--wait", "-o", "json");
    assertThat(submitted.code()).as(submitted.all()).isZero();
    String id = new Json(submitted.out()).text("id");
    for (String[] command :
        new String[][] {
          {"bag", "ls"},
          {"bag", "describe", id},
          {"task", "ls", id},
          {"task", "describe", id + "/0"},
          {"why", id},
          {"why", id + "/0"},
          {"worker", "ls"},
          {"pool", "ls"},
          {"deal", "ls"},
          {"deal", "describe", new Bag(grid, id).deal()},
          {"account", "ls"},
          {"app", "ls"},
        }) {
      Shell.Ended ended = shell.run(command);
      assertThat(ended.code()).as("%s: %s", String.join(" ", command), ended.all()).isZero();
      assertThat(ended.out()).as(String.join(" ", command)).isNotBlank();
    }
    JsonNode certificate = new Bag(grid, id).certificate(0);
    // One vote can be enough: workers that other tests made known weigh more than new ones.
    assertThat(certificate.path("votes")).as(certificate.toString()).isNotEmpty();
    assertThat(certificate.path("credibility").asDouble())
        .isGreaterThan(1 - 1.0 / certificate.path("trust").asLong());
    assertThat(certificate.path("settlementTransaction").asText()).startsWith("0x");
  }

  @Test
  void aCancelledBagEndsAndIsNotPaidForWhatItDidNotDo(Grid grid) {
    Bag bag = grid.submit(Spec.search(2_048, 800));
    bag.awaitUntil("runs", view -> view.path("state").asText().equals("RUNNING"));
    Shell.Ended cancelled = grid.shell("requester").run("bag", "cancel", bag.id());
    assertThat(cancelled.code()).as(cancelled.all()).isZero();
    assertThat(bag.awaitEnd().state()).isEqualTo("CANCELLED");
    long paid =
        grid.chain().settlements(bag.deal()).stream()
            .mapToLong(settled -> settled.certifiedTasks())
            .sum();
    assertThat(paid).isLessThan(2_048);
    assertThat(bag.view().at("/counts/certified").asLong()).isEqualTo(paid);
  }

  private Path file(Spec spec) throws IOException {
    Path file = Files.createTempFile(folder, "bag", ".json");
    return Files.write(file, spec.json().getBytes(UTF_8));
  }
}
