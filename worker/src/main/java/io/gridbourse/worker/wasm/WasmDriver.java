package io.gridbourse.worker.wasm;

import io.gridbourse.worker.driver.Bait;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import io.gridbourse.worker.wasm.WasmChild.ChildEndedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntConsumer;

/** Runs WebAssembly tasks in children that are kept warm, one for each slot that is busy. */
public final class WasmDriver implements Driver {
  /** The driver's name. */
  public static final String NAME = "wasm";

  private static final Duration START_TIME = Duration.ofSeconds(60);

  private final Spawner spawner;
  private final ChildCommand command;
  private final String sandboxProblem;
  private final long heapBytesMax;
  private final Deque<WasmChild> idle = new ConcurrentLinkedDeque<>();

  /**
   * A driver whose children are made when they are needed.
   *
   * @param javaHome the Java platform for children
   * @param heapBytesMax heap of one child at most; leases that need more go back
   */
  public WasmDriver(
      Spawner spawner, Sandbox sandbox, SandboxFolder folder, Path javaHome, long heapBytesMax)
      throws IOException {
    this.spawner = spawner;
    this.command = new ChildCommand(sandbox, folder, javaHome);
    this.sandboxProblem = sandbox.problem();
    this.heapBytesMax = heapBytesMax;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public LeaseRun run(LeaseWork work, Cancellation cancellation, IntConsumer progress)
      throws LeaseNotRunException, InterruptedException {
    long inputBytes = 0;
    try {
      for (Path input : work.inputs().values()) {
        inputBytes += Files.size(input);
      }
    } catch (IOException e) {
      throw new LeaseNotRunException(
          LeaseNotRunException.Reason.INPUT, "an input cannot be read: " + e.getMessage(), e);
    }
    long perTask = inputBytes + work.program().diskBytes() + work.program().outputBytesMax();
    long heapBytes =
        ChildCommand.heapBytes(
            work.program().memoryBytes(), Math.min(perTask, work.program().memoryBytes()));
    if (heapBytes > heapBytesMax) {
      throw new LeaseNotRunException(
          LeaseNotRunException.Reason.RESOURCES,
          "a task of "
              + work.program().memoryBytes()
              + " bytes of memory needs a child of "
              + heapBytes
              + " bytes; a slot here has "
              + heapBytesMax);
    }
    return new WasmRun(this, work, heapBytes, cancellation, progress).run();
  }

  /** A warm child with at least that heap; the caller gives it back or closes it. */
  WasmChild take(long heapBytes) throws LeaseNotRunException, InterruptedException {
    for (WasmChild child = idle.poll(); child != null; child = idle.poll()) {
      if (child.isAlive() && child.heapBytes() >= heapBytes) {
        return child;
      }
      child.close();
    }
    try {
      Process process =
          spawner.start(
              new ProcessBuilder(command.line(heapBytes)).directory(Path.of("/").toFile()));
      WasmChild child = new WasmChild(process, heapBytes);
      child.awaitReady(START_TIME);
      return child;
    } catch (IOException | ChildEndedException e) {
      throw new LeaseNotRunException(
          LeaseNotRunException.Reason.DRIVER, "no child can be started: " + e.getMessage(), e);
    }
  }

  void giveBack(WasmChild child) {
    idle.push(child);
  }

  @Override
  public ProbeReport probe(Bait bait) throws InterruptedException {
    return new WasmProbes(this, sandboxProblem).probe(bait);
  }

  @Override
  public void close() {
    for (WasmChild child = idle.poll(); child != null; child = idle.poll()) {
      child.close();
    }
  }
}
