package io.gridbourse.worker.process;

import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseNotRunException.Reason;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Starts sandboxes with a runner in them. */
public final class Runner {
  /** Processes and threads that a task may have. */
  static final int PROCESSES_MAX = 128;

  private static final long SLACK_BYTES = 64 << 10;
  private static final long ERRORS_BYTES = 512 << 10;

  private Runner() {}

  /**
   * What every runner needs to see: its script, what the lease brings, and folders in memory. The
   * caller adds the program.
   */
  public static SandboxSpec spec(
      LeaseWork work, StagedFiles staged, Sandbox sandbox, RunnerScript.Holding holding) {
    String script = RunnerScript.of(work.bag(), work.program(), sandbox.prlimit(), holding);
    long disk = Math.max(SLACK_BYTES, work.program().diskBytes());
    SandboxSpec spec =
        SandboxSpec.of(List.of("/bin/sh", "-c", script))
            .scratch(RunnerScript.WORK, disk)
            .scratch("/tmp", disk)
            .scratch("/out", work.program().outputBytesMax() + SLACK_BYTES)
            .scratch("/err", ERRORS_BYTES)
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C")
            .in(RunnerScript.WORK);
    devices(work).forEach(spec::device);
    staged.inputs().ifPresent(inputs -> spec.show(inputs, RunnerScript.INPUTS));
    staged.saved().ifPresent(saved -> spec.show(saved, RunnerScript.SAVED));
    if (work.program().checkpoint() != null) {
      spec.scratch(RunnerScript.PACKING, CheckpointTalk.BYTES_MAX + SLACK_BYTES);
    }
    return spec;
  }

  /** What a program opens to use the GPUs of a lease. */
  public static List<String> devices(LeaseWork work) {
    List<String> devices = new ArrayList<>();
    work.units().gpus().forEach(gpu -> devices.add("/dev/nvidia" + gpu));
    if (!devices.isEmpty()) {
      devices.addAll(List.of("/dev/nvidiactl", "/dev/nvidia-uvm"));
    }
    return devices;
  }

  /** Starts a sandbox. */
  public static Process start(Spawner spawner, Sandbox sandbox, SandboxSpec spec)
      throws LeaseNotRunException, InterruptedException {
    try {
      return spawner.start(
          new ProcessBuilder(sandbox.command(spec))
              .directory(Path.of("/").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD));
    } catch (IOException e) {
      throw new LeaseNotRunException(
          Reason.DRIVER, "no sandbox can be started: " + e.getMessage(), e);
    }
  }

  /** A thread of this name that ends tasks whose time is over; it keeps no process alive. */
  public static ScheduledExecutorService timers(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
