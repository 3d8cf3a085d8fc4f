package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration, run as a new user runs it, and Ctrl-C while it starts. */
class DemoIT {
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);

  /** PostgreSQL's programs are unpacked here once and kept; they are no data of an installation. */
  private static final Path UNPACKED = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "development chain", "ledger"})
  void canBeStoppedAtAnyMoment(String said) {
    Shell.Running demo = demo(100_000, "1LoVe");
    if (said.isEmpty()) {
      await("the first process is there")
          .atMost(Duration.ofSeconds(30))
          .until(() -> new Traces(folder).processes().size() > 1);
    } else {
      demo.awaitSaying(said, Duration.ofMinutes(3));
    }
    demo.interrupt();
    Shell.Ended ended = demo.end(STOPS_WITHIN);
    assertThat(ended.code()).as(ended.all()).isEqualTo(130);
    nothingIsLeft();
  }

  private Shell.Running demo(int tasks, String pattern) {
    return Shell.ofSourceTree()
        .with("TMPDIR", folder.toString())
        .with(
            "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder + " -Dot.epg.working-dir=" + UNPACKED)
        .start("demo", "--tasks", Integer.toString(tasks), "--pattern", pattern);
  }

  private void nothingIsLeft() {
    await("all processes have ended")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(new Traces(folder).processes()).isEmpty());
    assertThat(new Traces(folder).files()).as("files, locks among them").isEmpty();
  }
}
