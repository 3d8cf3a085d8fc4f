package io.gridbourse.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.wire.WorkerWire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process of its own: drained, killed, started again. */
class WorkerProcessTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path home;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void killAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void aTermSignalDrainsAndNoChildIsLeft() throws Exception {
    try (FakeServer server = new FakeServer()) {
      Process worker = start(server, "--token", "good");
      server.grant(server.lease("one", 0, 1_000, false, endingProgram(server)));
      until(worker, () -> server.reveals.containsKey("one"));
      assertThat(server.reveals.get("one").digests()).hasSize(32_000);
      List<ProcessHandle> children = worker.descendants().toList();
      assertThat(children).isNotEmpty();
      worker.destroy();
      assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.exitValue()).as(log()).isZero();
      assertGone(children);
      assertThat(server.faults).isEmpty();
    }
  }

  @Test
  void aKilledWorkerLeavesNoChildAndStillShowsWhatItSealed() throws Exception {
    try (FakeServer server = new FakeServer()) {
      Process worker = start(server, "--token", "good");
      server.grant(server.lease("one", 0, 10, true, endingProgram(server)));
      until(worker, () -> server.commits.containsKey("one"));
      List<ProcessHandle> children = worker.descendants().toList();
      worker.destroyForcibly().waitFor();
      assertGone(children);
      server.askFor("one");
      Process again = start(server);
      until(again, () -> server.reveals.containsKey("one"));
      assertThat(server.faults).isEmpty();
      again.destroy();
      assertThat(again.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(again.exitValue()).as(log()).isZero();
    }
  }

  private static WorkerWire.Program endingProgram(FakeServer server) throws IOException {
    try (InputStream in = WorkerProcessTest.class.getResourceAsStream("/examples/noop.wasm")) {
      return new WorkerWire.Program(
          "noop",
          "wasm",
          server.put(in.readAllBytes()),
          null,
          List.of("noop"),
          List.of(new WorkerWire.AxisWire("task", null, 0, 999_999, 1)),
          List.of(),
          List.of(),
          16 << 20,
          1 << 20,
          10_000,
          1_000);
    }
  }

  private Process start(FakeServer server, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.gridbourse.worker.Main", "run", "--drivers", "wasm"));
    command.addAll(List.of("--server", server.uri().toString(), "--home", home.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
            .start();
    started.add(process);
    return process;
  }

  private String log() throws IOException {
    return Files.readString(home.resolve("log"));
  }

  private void until(Process worker, BooleanSupplier condition)
      throws InterruptedException, IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited too long: " + log()).isNegative();
      assertThat(worker.isAlive()).as(log()).isTrue();
      Thread.sleep(20);
    }
  }

  /** A process that nobody has buried yet is gone, too: it has no command any more. */
  private static void assertGone(List<ProcessHandle> children) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (children.stream().anyMatch(each -> each.info().commandLine().isPresent())) {
      assertThat(System.nanoTime() - end).as("children are left").isNegative();
      Thread.sleep(20);
    }
  }
}
