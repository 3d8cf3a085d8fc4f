package io.gridbourse.worker.guest;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.UnlinkableException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.gridbourse.worker.frame.FrameWriter;
import io.gridbourse.worker.frame.GuestProgram;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;

/** Runs tasks of one program, each in a fresh instance of its module. */
final class WasmTask {
  private static final int PAGE_BYTES = 65_536;
  private static final long PAGES_MAX = 65_535;

  /** A guest that failed with less room left than this had filled its memory. */
  private static final int PAGES_NEARLY_FULL = 16;

  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  private final GuestModule module;
  private final GuestProgram program;
  private final Watchdog watchdog;
  private final MemoryLimits memory;
  private final int pagesMax;
  private final boolean needsFiles;
  private final FrameWriter out;

  WasmTask(GuestModule module, GuestProgram program, Watchdog watchdog, FrameWriter out) {
    this.out = out;
    this.module = module;
    this.program = program;
    this.watchdog = watchdog;
    this.pagesMax = (int) Math.min(PAGES_MAX, program.limits().memoryBytes() / PAGE_BYTES);
    MemoryLimits declared =
        module.refusal().isEmpty() ? module.declaredMemory() : new MemoryLimits(0, 0);
    this.memory =
        declared.initialPages() > pagesMax
            ? null
            : new MemoryLimits(
                declared.initialPages(), Math.min(declared.maximumPages(), pagesMax));
    this.needsFiles =
        module.importsFiles() || !program.inputs().isEmpty() || !program.outputs().isEmpty();
  }

  /** Runs a task and never throws because of the guest. */
  TaskOutcome run(Savings.Attempt attempt, Map<String, String> variables) {
    if (!module.refusal().isEmpty()) {
      return new TaskOutcome.Failed(FailureKind.TRAP, 0, module.refusal());
    }
    if (memory == null) {
      return new TaskOutcome.Failed(
          FailureKind.MEMORY,
          0,
          "the module starts with more memory than the task's "
              + program.limits().memoryBytes()
              + " bytes");
    }
    BoundedOutput stdout = new BoundedOutput(program.limits().outputBytesMax());
    Tail stderr = new Tail();
    TaskOutcome outcome;
    boolean timedOut = false;
    watchdog.begin(program.limits().walltimeMillis());
    try {
      outcome = attempt(attempt, variables, stdout, stderr);
    } finally {
      timedOut = watchdog.end();
    }
    if (timedOut) {
      return new TaskOutcome.Failed(
          FailureKind.TIME,
          0,
          "the task ran longer than "
              + program.limits().walltimeMillis()
              + " ms. "
              + stderr.text());
    }
    if (stdout.isExceeded()) {
      return new TaskOutcome.Failed(
          FailureKind.OUTPUT,
          0,
          "the task wrote more than " + program.limits().outputBytesMax() + " bytes");
    }
    return outcome;
  }

  private TaskOutcome attempt(
      Savings.Attempt attempt, Map<String, String> variables, BoundedOutput stdout, Tail stderr) {
    Streams streams = new Streams(stdout, stderr);
    if (!needsFiles) {
      return start(attempt.index(), variables, streams, null);
    }
    try (GuestFiles files = GuestFiles.of(program)) {
      TaskOutcome outcome = startSaving(attempt, variables, streams, files);
      if (outcome instanceof TaskOutcome.Failed || program.outputs().isEmpty()) {
        return outcome;
      }
      return new TaskOutcome.Succeeded(files.collect(program, stdout.toByteArray()));
    } catch (GuestFiles.BadOutputException e) {
      return new TaskOutcome.Failed(FailureKind.OUTPUT, 0, e.getMessage());
    } catch (IOException | RuntimeException e) {
      return new TaskOutcome.Failed(
          FailureKind.OUTPUT, 0, "the files of the task cannot be used: " + e.getMessage());
    }
  }

  /** Where a task writes to. */
  private record Streams(BoundedOutput stdout, Tail stderr) {}

  private TaskOutcome startSaving(
      Savings.Attempt attempt, Map<String, String> variables, Streams streams, GuestFiles files)
      throws IOException {
    if (!program.saving().isWanted()) {
      return start(attempt.index(), variables, streams, files);
    }
    try (Savings savings = Savings.of(files, program.saving(), attempt, out)) {
      TaskOutcome outcome = start(attempt.index(), variables, streams, files);
      if (watchdog.isCancelled()) {
        // The interrupt that ended the guest would also close the files.
        Thread.interrupted();
        savings.send();
      }
      return outcome;
    }
  }

  private TaskOutcome start(
      long index, Map<String, String> variables, Streams streams, GuestFiles files) {
    BoundedOutput stdout = streams.stdout();
    Tail stderr = streams.stderr();
    if (!module.importsAnything()) {
      return call(ImportValues.empty(), stdout, stderr);
    }
    WasiOptions.Builder options =
        WasiOptions.builder()
            .withArguments(program.command().expand(program.bag(), index, program.sweep()))
            .withEnvironment("GRIDBOURSE_TASK_INDEX", Long.toString(index))
            .withEnvironment("GRIDBOURSE_BAG_ID", program.bag().text())
            .withEnvironment("SLURM_ARRAY_TASK_ID", Long.toString(index))
            .withClock(GuestHost.CLOCK)
            .withRandom(new Random(program.bag().text().hashCode() + SEED_STEP * (index + 1)))
            .withStdin(new ByteArrayInputStream(new byte[0]))
            .withStdout(stdout)
            .withStderr(stderr);
    if (program.saving().isWanted()) {
      options.withEnvironment("GRIDBOURSE_CHECKPOINT", program.saving().path());
    }
    program.environment().forEach(options::withEnvironment);
    variables.forEach(options::withEnvironment);
    if (files != null) {
      options.withDirectory(".", files.directory());
    }
    try (WasiPreview1 wasi =
        WasiPreview1.builder().withLogger(GuestHost.SILENT).withOptions(options.build()).build()) {
      return call(GuestHost.imports(wasi), stdout, stderr);
    }
  }

  private TaskOutcome call(ImportValues imports, BoundedOutput stdout, Tail stderr) {
    Instance instance = null;
    try {
      instance =
          module
              .instances()
              .withImportValues(imports)
              .withMemoryLimits(memory)
              .withMemoryFactory(ByteArrayMemory::new)
              .build();
      instance.export("_start").apply();
      return succeeded(stdout);
    } catch (WasiExitException e) {
      return e.exitCode() == 0
          ? succeeded(stdout)
          : failed(FailureKind.EXIT, e.exitCode(), instance, stderr.text());
    } catch (UnlinkableException | UninstantiableException e) {
      return failed(FailureKind.TRAP, 0, null, "the module cannot be linked: " + e.getMessage());
    } catch (TrapException e) {
      return failed(FailureKind.TRAP, 0, instance, words(e.getMessage(), stderr));
    } catch (StackOverflowError e) {
      return failed(FailureKind.TRAP, 0, instance, words("call stack exhausted", stderr));
    } catch (RuntimeException e) {
      return failed(FailureKind.TRAP, 0, instance, words(String.valueOf(e.getMessage()), stderr));
    }
  }

  private static TaskOutcome succeeded(BoundedOutput stdout) {
    byte[] bytes = stdout.toByteArray();
    return bytes.length == 0 ? TaskOutcome.Succeeded.SILENT : new TaskOutcome.Succeeded(bytes);
  }

  private static String words(String reason, Tail stderr) {
    return (reason + ". " + stderr.text()).strip();
  }

  /** A guest that grew its memory to the limit and then failed, failed for want of memory. */
  private TaskOutcome.Failed failed(
      FailureKind kind, int exitCode, Instance instance, String message) {
    if (instance != null && memory.initialPages() < pagesMax) {
      Memory used = instance.memory();
      if (used != null
          && used.pages() > memory.initialPages()
          && used.pages() + PAGES_NEARLY_FULL >= pagesMax) {
        return new TaskOutcome.Failed(
            FailureKind.MEMORY,
            exitCode,
            "the task filled its " + program.limits().memoryBytes() + " bytes. " + message);
      }
    }
    return new TaskOutcome.Failed(kind, exitCode, message);
  }
}
