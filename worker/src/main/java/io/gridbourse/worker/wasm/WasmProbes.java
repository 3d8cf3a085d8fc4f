package io.gridbourse.worker.wasm;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Bait;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.frame.Frame;
import io.gridbourse.worker.frame.FrameType;
import io.gridbourse.worker.frame.FrameWriter;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.TaskFailure;
import io.gridbourse.worker.outcome.TaskOutcome;
import io.gridbourse.worker.wasm.WasmChild.ChildEndedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attacks the wasm driver: as a guest, and as a guest that has broken out into its process. */
final class WasmProbes {
  private static final BagId BAG = new BagId("b-0000000000000000");
  private static final Duration ATTACK_TIME = Duration.ofSeconds(20);
  private static final long MEMORY_BYTES = 4 << 20;
  private static final long OUTPUT_BYTES = 128 << 10;
  private static final long WALLTIME_MILLIS = 2_000;
  private static final long SHORT_MILLIS = 200;
  private static final int EXIT_GOT_IT = 7;

  private final WasmDriver driver;
  private final String sandboxProblem;
  private Path folder;
  private final List<String> breaches = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  WasmProbes(WasmDriver driver, String sandboxProblem) {
    this.driver = driver;
    this.sandboxProblem = sandboxProblem;
  }

  ProbeReport probe(Bait bait) throws InterruptedException {
    folder = bait.secret().getParent();
    try {
      if (reaches(ProbeModules.ESCAPE)) {
        breaches.add("a guest opens a file of the host");
      }
      if (reaches(ProbeModules.NETWORK)) {
        breaches.add("a guest gets a socket");
      }
      guest(ProbeModules.ENDLESS, FailureKind.TIME, "an endless loop is not ended");
      guest(ProbeModules.GROW, FailureKind.MEMORY, "a guest gets more memory than its limit");
      guest(ProbeModules.FLOOD, FailureKind.OUTPUT, "a guest writes more than its limit");
      notes.add("guest held: files, sockets, endless loop, memory, flood of output");
      if (sandboxProblem.isEmpty()) {
        attackFromChild(bait);
      } else {
        notes.add("guests are isolated by WebAssembly alone: " + sandboxProblem);
      }
    } catch (IOException | LeaseNotRunException | ChildEndedException e) {
      breaches.add("the probes cannot be run: " + e.getMessage());
    }
    return new ProbeReport(WasmDriver.NAME, breaches, sandboxProblem.isEmpty() ? 3 : 2, notes);
  }

  /** These programs say with their exit code that they got what they wanted. */
  private boolean reaches(ProbeModules module)
      throws IOException, LeaseNotRunException, InterruptedException {
    return run(module).filter(failed -> failed.exitCode() == EXIT_GOT_IT).isPresent();
  }

  private void guest(ProbeModules module, FailureKind expected, String breach)
      throws IOException, LeaseNotRunException, InterruptedException {
    if (run(module).filter(failed -> failed.kind() == expected).isEmpty()) {
      breaches.add(breach);
    }
  }

  private Optional<TaskOutcome.Failed> run(ProbeModules module)
      throws IOException, LeaseNotRunException, InterruptedException {
    Path file = Files.createTempFile(folder, "probe-", ".wasm");
    try {
      Files.write(file, module.bytes());
      String app = Sha256.of(module.bytes()).toString();
      long walltime = module == ProbeModules.ENDLESS ? SHORT_MILLIS : WALLTIME_MILLIS;
      LeaseWork work = new LeaseWork("probe", BAG, 0, 1, program(app, walltime), file, Map.of());
      Answers answers = driver.run(work, new Cancellation(), done -> {}).answers();
      return answers.failures().stream().findFirst().map(TaskFailure::failed);
    } finally {
      Files.delete(file);
    }
  }

  private static WorkerWire.Program program(String app, long walltimeMillis) {
    return new WorkerWire.Program(
        app,
        WasmDriver.NAME,
        app,
        null,
        List.of("probe"),
        List.of(),
        List.of(),
        List.of(),
        MEMORY_BYTES,
        MEMORY_BYTES,
        walltimeMillis,
        OUTPUT_BYTES);
  }

  private void attackFromChild(Bait bait)
      throws IOException, LeaseNotRunException, ChildEndedException, InterruptedException {
    WasmChild child = driver.take(ChildCommand.heapBytes(MEMORY_BYTES, MEMORY_BYTES));
    int before = bait.connections().getAsInt();
    child.send(
        new FrameWriter.Draft(FrameType.ATTACK)
            .putText(bait.secret().toString())
            .putText(bait.forbidden().toString())
            .putInt(bait.port()));
    Frame frame =
        child
            .next(ATTACK_TIME)
            .orElseThrow(() -> new IOException("the child does not answer the probes"));
    int found = frame.readInt();
    for (int i = 0; i < found; i++) {
      breaches.add("its process " + frame.readText());
    }
    if (bait.connections().getAsInt() != before) {
      breaches.add("its process reaches a listener of the host");
    }
    if (Files.exists(bait.forbidden())) {
      breaches.add("its process writes into a folder of the host");
    }
    notes.add("process held: host files, listener, uid, programs of the host");
    driver.giveBack(child);
  }
}
