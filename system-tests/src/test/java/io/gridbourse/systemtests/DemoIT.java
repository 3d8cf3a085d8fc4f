package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridbourse.cli.demo.BitcoinKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration, run as a new user runs it, and Ctrl-C at moments that users choose. */
class DemoIT {
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(6);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);
  private static final Pattern FOUND =
      Pattern.compile("(1[1-9A-HJ-NP-Za-km-z]{24,34}) +key +([1-9A-HJ-NP-Za-km-z]{50,53})");
  private static final Pattern LIAR_PAYS =
      Pattern.compile("(?m)^[ |]*liar[ |]+[0-9.]+[ |]+[0-9.]+[ |]+-[0-9.]+[ |]+-[0-9]");

  /** PostgreSQL's programs are unpacked here once and kept; they are no data of an installation. */
  private static final Path UNPACKED = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");

  @TempDir Path folder;

  /**
   * Programs run as somebody else, who must be able to read below the folder for temporary files.
   */
  @BeforeEach
  void opensTheFolder() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void findsAddressesOutvotesTheLiarAndBalancesTheBooks() {
    Shell.Running demo = demo(48, "1L");
    Shell.Ended ended = demo.end(ENDS_WITHIN);
    assertThat(ended.code()).as(ended.all()).isZero();
    List<MatchResult> found = FOUND.matcher(ended.out()).results().toList();
    assertThat(found).as(ended.out()).isNotEmpty();
    assertThat(found)
        .allSatisfy(
            line -> {
              assertThat(line.group(1)).startsWith("1L");
              assertThat(BitcoinKey.parse(line.group(2)).address()).isEqualTo(line.group(1));
            });
    assertThat(ended.out()).contains("votes").contains("outvoted: liar").contains("Console: http");
    assertThat(ended.out())
        .as("the liar loses more of its stake than it earns")
        .containsPattern(LIAR_PAYS);
    nothingIsLeft();
  }

  @Test
  void keepsADeadlineAlthoughTheSlowestWorkersVanish() {
    Shell.Running demo = shell().start("demo", "deadline");
    Shell.Ended ended = demo.end(ENDS_WITHIN);
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(ended.err())
        .contains("promised: end after", "slow-1, slow-2, slow-3 vanish (kill -9) with")
        .contains("2 supporting workers are ordered");
    assertThat(ended.out())
        .contains("The deadline was kept.", "at the worst     forecast at")
        .containsPattern("certified +([0-9]+) of \\1 tasks")
        .containsPattern("credits +4 set aside, [0-4] spent on 2 supporting workers");
    nothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "development chain", "ledger", "server", "bag "})
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
    return shell().start("demo", "--tasks", Integer.toString(tasks), "--pattern", pattern);
  }

  private Shell shell() {
    return Shell.ofSourceTree()
        .with("TMPDIR", folder.toString())
        .with(
            "JAVA_TOOL_OPTIONS",
            "-Djava.io.tmpdir=" + folder + " -Dot.epg.working-dir=" + UNPACKED);
  }

  private void nothingIsLeft() {
    await("all processes have ended")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(new Traces(folder).processes()).isEmpty());
    assertThat(new Traces(folder).files()).as("files, locks among them").isEmpty();
  }
}
