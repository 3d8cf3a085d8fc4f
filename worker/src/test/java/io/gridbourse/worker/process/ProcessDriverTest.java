package io.gridbourse.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.worker.driver.BaitStand;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.Programs;
import io.gridbourse.worker.driver.SandboxFixture;
import io.gridbourse.worker.driver.SavedTasks;
import io.gridbourse.worker.driver.TakenUnits;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.Leb128;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
  void tasksAreToldWhatTheyHaveToThemselves() throws Exception {
    TakenUnits taken =
        new TakenUnits(
            new UnitNeed(50, Map.of("fpga", 2)), List.of(1), Map.of("fpga", List.of(0, 3)));
    Answers answers =
        run(
            script(
                    "echo $GRIDBOURSE_GPUS/$CUDA_VISIBLE_DEVICES/$GRIDBOURSE_GPU_SHARE/$GRIDBOURSE_RESOURCE_FPGA")
                .taking(taken)
                .lease(0, 1));
    assertThat(answers.failures()).isEmpty();
    assertThat(new String(Leb128.unpack(answers.pack(), 1).get(0), StandardCharsets.UTF_8))
        .contains("1/1/0.5/0,3");
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

  /** Counts to ten a step at a time, and goes on from where it was. */
  private static final String COUNTER =
      """
      trap 'exit 3' TERM
      n=$(cat "$GRIDBOURSE_CHECKPOINT/count" 2>/dev/null || echo 0)
      start=$n
      mkdir -p "$GRIDBOURSE_CHECKPOINT"
      while [ "$n" -lt 10 ]; do
        n=$((n + 1)); echo $n >state/new; mv state/new state/count
        if [ "$n" = "$1" ]; then sleep 600 & wait $!; fi
      done
      echo "from $start to $n"
      """;

  @Test
  void aStoppedTaskGoesOnFromWhatItSaved() throws Exception {
    Kept kept = new Kept(Map.of());
    Cancellation cancellation = new Cancellation();
    LeaseWork first = script(COUNTER).command("x", "7").checkpoint("state", 100, kept).lease(5, 1);
    CompletableFuture<Object> end = inBackground(first, cancellation);
    kept.await(5, "7\n\0");
    kept.newest.clear();
    cancellation.stop(Duration.ofSeconds(10));
    assertThat(end.get(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            LeaseNotRunException.class,
            e -> assertThat(e.reason()).isEqualTo(LeaseNotRunException.Reason.RETREAT));
    assertThat(kept.newest).containsOnlyKeys(5L);

    Path saved = Files.write(home.resolve("saved.tar"), kept.newest.get(5L));
    LeaseWork second =
        script(COUNTER)
            .command("x", "never")
            .checkpoint("state", 600_000, new Kept(Map.of(5L, saved)))
            .lease(5, 1);
    assertThat(new String(Leb128.unpack(run(second).pack(), 1).get(0), StandardCharsets.UTF_8))
        .isEqualTo("from 7 to 10\n");
  }

  @Test
  void aTaskIsAskedNowAndThenAndItsResultIsNotDisturbed() throws Exception {
    Kept kept = new Kept(Map.of());
    String program =
        "n=0; while [ $n -lt 40 ]; do n=$((n+1)); echo $n >new; mv new s; sleep 0.05; done; echo ok";
    Answers answers = run(script(program).checkpoint("s", 100, kept).lease(0, 2));
    assertThat(answers.failures()).isEmpty();
    assertThat(Leb128.unpack(answers.pack(), 2)).allMatch(each -> each.length == 3);
    assertThat(kept.newest).containsOnlyKeys(0L, 1L);
    assertThat(kept.count).isGreaterThan(4);
  }

  @Test
  void aTaskThatIgnoresTheStopIsEndedAndWhatItHadSavedIsKept() throws Exception {
    Kept kept = new Kept(Map.of());
    Cancellation cancellation = new Cancellation();
    LeaseWork work =
        script("trap '' TERM; echo 1 >s; while :; do sleep 0.1; done")
            .checkpoint("s", 100, kept)
            .lease(0, 1);
    CompletableFuture<Object> end = inBackground(work, cancellation);
    kept.await(0, "1\n\0");
    kept.newest.clear();
    cancellation.stop(Duration.ofSeconds(1));
    assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(LeaseNotRunException.class);
    assertThat(kept.newest).containsOnlyKeys(0L);
  }

  @Test
  void aPoisonedCheckpointStaysInItsSandbox() throws Exception {
    Path noTar = Files.writeString(home.resolve("no.tar"), "this is no archive");
    Answers answers =
        run(
            script("ls -A; echo ok")
                .checkpoint("s", 600_000, new Kept(Map.of(0L, noTar)))
                .lease(0, 1));
    assertThat(new String(Leb128.unpack(answers.pack(), 1).get(0), StandardCharsets.UTF_8))
        .isEqualTo("ok\n");
  }

  /** Keeps what tasks save. */
  private static final class Kept implements SavedTasks {
    private final Map<Long, Path> before;
    private final Map<Long, byte[]> newest = new ConcurrentHashMap<>();
    private volatile int count;

    Kept(Map<Long, Path> before) {
      this.before = before;
    }

    /** Waits until what a task saved holds a text. */
    void await(long task, String text) throws InterruptedException {
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!new String(newest.getOrDefault(task, new byte[0]), StandardCharsets.ISO_8859_1)
          .contains(text)) {
        assertThat(System.nanoTime() - patience).as("waited too long").isNegative();
        Thread.sleep(10);
      }
    }

    @Override
    public Map<Long, Path> before() {
      return before;
    }

    @Override
    public synchronized void keep(long task, byte[] checkpoint) {
      newest.put(task, checkpoint);
      count++;
    }
  }

  private CompletableFuture<Object> inBackground(LeaseWork work, Cancellation cancellation) {
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
    return end;
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
