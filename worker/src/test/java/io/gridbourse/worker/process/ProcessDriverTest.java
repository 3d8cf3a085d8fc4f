package io.gridbourse.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.worker.driver.BaitStand;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.Programs;
import io.gridbourse.worker.driver.SandboxFixture;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.Leb128;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessDriverTest {
  private Path home;
  private SandboxFixture fixture;
  private ProcessDriver driver;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    home = folder;
    fixture = new SandboxFixture(home);
    driver = new ProcessDriver(fixture.spawner(), fixture.sandbox(), fixture.folder());
  }

  @AfterAll
  void stop() {
    driver.close();
    fixture.close();
  }

  @Test
  void theSandboxHoldsAgainstItsProbes() throws Exception {
    try (BaitStand stand = BaitStand.in(home)) {
      ProbeReport report = driver.probe(stand.bait());
      assertThat(report.breaches()).isEmpty();
      assertThat(report.isolation()).isEqualTo(2);
    }
  }

  @Test
  void theWordCountExampleLeavesItsDeclaredOutput() throws Exception {
    Programs wordcount =
        Programs.example(home, "process", "wordcount.zip")
            .command("run.sh", "--index", "{index}", "--of", "2")
            .input("input.txt", "b a b\nc\na b\n".getBytes(StandardCharsets.UTF_8))
            .outputs("counts.tsv")
            .memory(256 << 20);
    Answers answers = run(wordcount.lease(0, 2));
    assertThat(answers.failures()).isEmpty();
    String outcome =
        new String(Leb128.unpack(answers.pack(), 2).get(0), StandardCharsets.ISO_8859_1);
    assertThat(outcome).contains("counts.tsv").contains("b\t3").contains("a\t2");
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    String odd = "it's a \"test\" $HOME `id` \\ ; line\nnext ü";
    Answers answers = run(script("printf '%s' \"$1\"").command("x", odd).lease(0, 1));
    assertThat(new String(Leb128.unpack(answers.pack(), 1).get(0), StandardCharsets.UTF_8))
        .isEqualTo(odd);
  }

  @Test
  void aTaskLeavesNothingForTheNext() throws Exception {
    Answers answers =
        run(script("sleep 60 & ls -A . /tmp | wc -l; touch here /tmp/there .hidden").lease(0, 3));
    assertThat(answers.failures()).isEmpty();
    assertThat(java.util.Arrays.copyOf(answers.digests(), 32))
        .isEqualTo(java.util.Arrays.copyOfRange(answers.digests(), 64, 96));
  }

  @Test
  void exitCodesAndSignalsAreFailures() throws Exception {
    Answers answers =
        run(script("[ $1 = 0 ] && exit 5; kill -11 $$").command("x", "{task}").lease(0, 2));
    assertThat(answers.failures()).hasSize(2);
    assertThat(answers.failures().get(0).failed().kind()).isEqualTo(FailureKind.EXIT);
    assertThat(answers.failures().get(0).failed().exitCode()).isEqualTo(5);
    assertThat(answers.failures().get(1).failed().kind()).isEqualTo(FailureKind.TRAP);
  }

  @Test
  void aTaskThatBreaksItsSandboxHarmsOnlyItself() throws Exception {
    Answers answers =
        run(script("[ $1 = 1 ] && kill -9 -1; echo ok").command("x", "{task}").lease(0, 3));
    assertThat(answers.failures()).allMatch(failure -> failure.index() == 1);
    assertThat(Leb128.unpack(answers.pack(), 3).get(2)).startsWith('o', 'k');
  }

  @Test
  void wallTimeEndsATaskWithAllItsProcesses() throws Exception {
    Answers answers =
        run(
            script("[ $1 = 0 ] && { sleep 600 & sleep 600; }; echo ok")
                .command("x", "{task}")
                .walltime(400)
                .lease(0, 2));
    assertThat(answers.failures()).hasSize(1);
    assertThat(answers.failures().get(0).failed().kind()).isEqualTo(FailureKind.TIME);
  }

  @Test
  void aCancelledLeaseEnds() throws Exception {
    Cancellation cancellation = new Cancellation();
    LeaseWork work = script("sleep 600").walltime(600_000).lease(0, 1);
    CompletableFuture<Object> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                end.complete(driver.run(work, cancellation, done -> {}));
              } catch (LeaseNotRunException | InterruptedException e) {
                end.complete(e);
              }
            });
    thread.start();
    cancellation.cancel();
    assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(LeaseNotRunException.class);
  }

  @Test
  void bundlesThatReachOutAreRefused() throws Exception {
    for (String name : new String[] {"../evil", "/evil", "a/../../evil", "a\\b", "a/./b"}) {
      Answers answers = run(bundle(name, "x").lease(0, 1));
      assertThat(answers.failures()).as(name).hasSize(1);
      assertThat(answers.failures().get(0).failed().message()).contains("refused");
    }
  }

  @Test
  void aBundleThatUnpacksWithoutEndIsRefused() throws Exception {
    Answers answers = run(bundle("bomb", "0".repeat(400 << 20 >> 3)).lease(0, 1));
    assertThat(answers.failures().get(0).failed().message()).contains("unpacks to more than");
  }

  @Test
  void bytesThatAreNoBundleAreRefused() throws Exception {
    byte[] text = "not a zip archive at all".getBytes(StandardCharsets.US_ASCII);
    Answers answers = run(Programs.of(home, "process", text).entry("x").lease(0, 2));
    assertThat(answers.failures()).hasSize(2);
    assertThat(answers.failures().get(0).failed().message()).contains("no zip archive");
  }

  private Programs script(String body) throws IOException {
    return bundle("run.sh", "#!/bin/sh\n" + body + "\n").entry("run.sh").memory(256 << 20);
  }

  private Programs bundle(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return Programs.of(home, "process", bytes.toByteArray()).entry("run.sh");
  }

  private Answers run(LeaseWork work) throws LeaseNotRunException, InterruptedException {
    Answers answers = driver.run(work, new Cancellation(), done -> {}).answers();
    assertThat(answers.count()).isEqualTo(work.count());
    return answers;
  }
}
