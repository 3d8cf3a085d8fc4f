package io.gridbourse.worker.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.BaitStand;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.Programs;
import io.gridbourse.worker.driver.SandboxFixture;
import io.gridbourse.worker.driver.SavedTasks;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.Leb128;
import io.gridbourse.worker.outcome.TaskOutcome;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WasmDriverTest {
  private Path home;
  private SandboxFixture fixture;
  private WasmDriver driver;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    home = folder;
    fixture = new SandboxFixture(home);
    driver = fixture.wasmDriver(fixture.sandbox());
  }

  @AfterAll
  void stop() {
    driver.close();
    fixture.close();
  }

  @Test
  void aStoppedTaskGoesOnFromWhatItSaved() throws Exception {
    Map<Long, byte[]> kept = new ConcurrentHashMap<>();
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Object> end = saveAndSpin(50, kept, cancellation);
    // It is sent while the task runs, too.
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (kept.isEmpty() && System.nanoTime() < patience) {
      Thread.sleep(10);
    }
    assertThat(kept.get(3L)).asString(StandardCharsets.US_ASCII).isEqualTo("half");
    cancellation.stop(Duration.ofSeconds(5));
    assertThat(end.get(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            LeaseNotRunException.class,
            e -> assertThat(e.reason()).isEqualTo(LeaseNotRunException.Reason.RETREAT));

    Path saved = Files.writeString(home.resolve("saved"), "full");
    Answers answers =
        driver
            .run(
                Programs.example(home, "wasm", "saving.wasm")
                    .checkpoint("state", 600_000, saving(Map.of(3L, saved), kept))
                    .lease(3, 1),
                new Cancellation(),
                done -> {})
            .answers();
    assertThat(Leb128.unpack(answers.pack(), 1).get(0))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("full");
  }

  @Test
  void whatATaskHadSavedWhenItWasStoppedIsKept() throws Exception {
    Map<Long, byte[]> kept = new ConcurrentHashMap<>();
    // How long it takes until a guest has written depends on the machine: be patient, then more so.
    for (long millis = 500; kept.isEmpty() && millis <= 16_000; millis *= 2) {
      Cancellation cancellation = new Cancellation();
      CompletableFuture<Object> end = saveAndSpin(600_000, kept, cancellation);
      Thread.sleep(millis);
      cancellation.stop(Duration.ofSeconds(5));
      assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(LeaseNotRunException.class);
    }
    assertThat(kept).containsOnlyKeys(3L);
    assertThat(kept.get(3L)).asString(StandardCharsets.US_ASCII).isEqualTo("half");
  }

  private CompletableFuture<Object> saveAndSpin(
      long everyMillis, Map<Long, byte[]> kept, Cancellation cancellation) {
    LeaseWork work =
        Programs.example(home, "wasm", "saving.wasm")
            .walltime(600_000)
            .checkpoint("state", everyMillis, saving(Map.of(), kept))
            .lease(3, 2);
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

  private static SavedTasks saving(Map<Long, Path> before, Map<Long, byte[]> kept) {
    return new SavedTasks() {
      @Override
      public Map<Long, Path> before() {
        return before;
      }

      @Override
      public void keep(long task, byte[] checkpoint) {
        kept.put(task, checkpoint);
      }
    };
  }

  @Test
  void aProgramThatDoesNothingHasTheDigestOfNothing() throws Exception {
    Answers answers = run(example("noop.wasm").lease(5, 3));
    byte[] nothing = Sha256.newDigest().digest();
    assertThat(answers.digests()).hasSize(96);
    assertThat(Arrays.copyOfRange(answers.digests(), 32, 64)).isEqualTo(nothing);
    assertThat(answers.pack()).isEmpty();
    assertThat(answers.failures()).isEmpty();
  }

  @Test
  void aProgramReadsItsArgumentsAndItsOutputIsTheOutcome() throws Exception {
    Programs vanity = example("vanity.wasm").command("vanity", "--help").axes();
    Answers answers = run(vanity.lease(0, 1));
    assertThat(answers.failures().size() + answers.pack().length).isPositive();
  }

  @Test
  void twoRunsOfOneTaskAgreeInEveryBit() throws Exception {
    Answers one = run(example("misbehaving/echo.wasm").command("echo", "{task}", "x").lease(7, 2));
    Answers two = run(example("misbehaving/echo.wasm").command("echo", "{task}", "x").lease(7, 2));
    assertThat(one.digests()).isEqualTo(two.digests());
    List<byte[]> outcomes = Leb128.unpack(one.pack(), 2);
    assertThat(new String(outcomes.get(0), StandardCharsets.UTF_8)).contains("7").contains("x");
    assertThat(Arrays.copyOf(one.digests(), 32))
        .isEqualTo(Sha256.newDigest().digest(outcomes.get(0)));
  }

  @Test
  void anExitCodeIsAFailureThatCanBeVotedFor() throws Exception {
    Answers answers = run(example("misbehaving/exit3.wasm").lease(0, 2));
    TaskOutcome.Failed failed = onlyKind(answers, FailureKind.EXIT, 2);
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(Arrays.copyOf(answers.digests(), 32))
        .isEqualTo(
            Sha256.newDigest()
                .digest("gridbourse-failure:EXIT:3".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void aTrapIsAFailure() throws Exception {
    onlyKind(run(example("misbehaving/trap.wasm").lease(0, 1)), FailureKind.TRAP, 1);
  }

  @Test
  void anEndlessLoopRunsOutOfTimeAndTheChildGoesOn() throws Exception {
    onlyKind(
        run(example("misbehaving/endless.wasm").walltime(150).lease(0, 2)), FailureKind.TIME, 2);
    assertThat(run(example("noop.wasm").lease(0, 4)).failures()).isEmpty();
  }

  @Test
  void memoryBeyondTheLimitIsAFailureOfMemory() throws Exception {
    onlyKind(
        run(example("misbehaving/grow.wasm").memory(8 << 20).lease(0, 1)), FailureKind.MEMORY, 1);
    onlyKind(
        run(example("misbehaving/flood.wasm").memory(65_536).lease(0, 1)), FailureKind.MEMORY, 1);
  }

  @Test
  void aFloodOfOutputIsCutOff() throws Exception {
    onlyKind(run(example("misbehaving/flood.wasm").lease(0, 1)), FailureKind.OUTPUT, 1);
  }

  @Test
  void aModuleThatWantsForeignFunctionsIsRefused() throws Exception {
    TaskOutcome.Failed failed =
        onlyKind(run(example("misbehaving/foreign.wasm").lease(0, 1)), FailureKind.TRAP, 1);
    assertThat(failed.message()).contains("open_socket");
  }

  @Test
  void bytesThatAreNoModuleFailEveryTask() throws Exception {
    byte[] text = "#!/bin/sh".getBytes(StandardCharsets.US_ASCII);
    TaskOutcome.Failed failed =
        onlyKind(run(Programs.of(home, "wasm", text).lease(0, 3)), FailureKind.TRAP, 3);
    assertThat(failed.message()).contains("not a WebAssembly module");
  }

  @Test
  void neitherFilesNorSocketsOfTheHostAreInReach() throws Exception {
    byte[] input = "inside".getBytes(StandardCharsets.US_ASCII);
    Programs escape = example("misbehaving/escape.wasm").input("in.txt", input);
    assertThat(run(escape.lease(0, 1)).failures()).isEmpty();
    Answers answers = run(example("misbehaving/network.wasm").lease(0, 1));
    assertThat(answers.failures()).noneMatch(failure -> failure.failed().exitCode() == 7);
  }

  @Test
  void theSandboxHoldsAgainstItsProbes() throws Exception {
    try (BaitStand stand = BaitStand.in(home)) {
      ProbeReport report = driver.probe(stand.bait());
      assertThat(report.breaches()).isEmpty();
      assertThat(report.isolation()).isEqualTo(3);
    }
  }

  @Test
  void withoutASandboxTheIsolationIsLowerAndThatIsSaid() throws Exception {
    Sandbox none =
        Sandbox.none(SandboxTools.find(System.getenv()), Optional.empty(), "bubblewrap is missing");
    try (BaitStand stand = BaitStand.in(home);
        WasmDriver bare = fixture.wasmDriver(none)) {
      ProbeReport report = bare.probe(stand.bait());
      assertThat(report.isEnabled()).isTrue();
      assertThat(report.isolation()).isEqualTo(2);
      assertThat(report.notes()).anyMatch(note -> note.contains("bubblewrap is missing"));
    }
  }

  @Test
  void aDeclaredOutputThatIsMissingIsAFailureOfOutput() throws Exception {
    onlyKind(run(example("noop.wasm").outputs("result.dat").lease(0, 1)), FailureKind.OUTPUT, 1);
  }

  @Test
  void aCancelledLeaseEndsAndTheDriverGoesOn() throws Exception {
    Cancellation cancellation = new Cancellation();
    CountDownLatch started = new CountDownLatch(1);
    LeaseWork work = example("misbehaving/endless.wasm").walltime(60_000).lease(0, 1);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              started.countDown();
              try {
                driver.run(work, cancellation, done -> {});
                ended.complete(null);
              } catch (LeaseNotRunException | InterruptedException e) {
                ended.complete(e);
              }
            });
    thread.start();
    started.await();
    cancellation.cancel();
    assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(LeaseNotRunException.class);
    assertThat(run(example("noop.wasm").lease(0, 1)).failures()).isEmpty();
  }

  @Test
  void aTaskThatNeedsMoreThanTheMachineGoesBack() {
    LeaseWork work = example("noop.wasm").memory(8L << 30).lease(0, 1);
    assertThatThrownBy(() -> run(work))
        .isInstanceOf(LeaseNotRunException.class)
        .satisfies(
            e ->
                assertThat(((LeaseNotRunException) e).reason())
                    .isEqualTo(LeaseNotRunException.Reason.RESOURCES));
  }

  @Test
  void listedParametersReachTheProgram() throws Exception {
    WorkerWire.AxisWire colours =
        new WorkerWire.AxisWire("colour", List.of("red", "green"), 0, 0, 0);
    Answers answers =
        run(
            example("misbehaving/echo.wasm")
                .command("echo", "{colour}", "{index}", "{bag}")
                .axes(colours)
                .lease(1, 1));
    assertThat(new String(Leb128.unpack(answers.pack(), 1).get(0), StandardCharsets.UTF_8))
        .contains("green")
        .contains("b-0123456789abcdef");
  }

  private Programs example(String name) {
    return Programs.example(home, "wasm", name);
  }

  private Answers run(LeaseWork work) throws LeaseNotRunException, InterruptedException {
    Answers answers = driver.run(work, new Cancellation(), done -> {}).answers();
    assertThat(answers.count()).isEqualTo(work.count());
    return answers;
  }

  private static TaskOutcome.Failed onlyKind(Answers answers, FailureKind kind, int count) {
    assertThat(answers.failures()).hasSize(count);
    assertThat(answers.failures()).allMatch(failure -> failure.failed().kind() == kind);
    return answers.failures().get(0).failed();
  }
}
