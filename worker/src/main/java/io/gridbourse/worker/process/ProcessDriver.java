package io.gridbourse.worker.process;

import io.gridbourse.worker.driver.Bait;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseNotRunException.Reason;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.outcome.AnswersBuilder;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.TaskOutcome;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import io.gridbourse.worker.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntConsumer;

/** Runs native programs from bundles. One sandbox serves a lease; nothing runs without one. */
public final class ProcessDriver implements Driver {
  /** The driver's name. */
  public static final String NAME = "process";

  static final int PROCESSES_MAX = 128;
  private static final int BUNDLES_MAX = 4;
  private static final long SLACK_BYTES = 64 << 10;
  private static final long ERRORS_BYTES = 512 << 10;
  private static final float LOAD = 0.75f;

  private final Spawner spawner;
  private final Sandbox sandbox;
  private final SandboxFolder folder;
  private final Path prlimit;
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "walltimes");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Bundle> bundles = new LinkedHashMap<>(BUNDLES_MAX, LOAD, true);
  private final Map<Bundle, Integer> uses = new HashMap<>();

  /** A driver; without a usable sandbox its probe says that it is disabled. */
  public ProcessDriver(Spawner spawner, Sandbox sandbox, SandboxFolder folder) {
    this.spawner = spawner;
    this.sandbox = sandbox;
    this.folder = folder;
    this.prlimit = sandbox.prlimit();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public LeaseRun run(LeaseWork work, Cancellation cancellation, IntConsumer progress)
      throws LeaseNotRunException, InterruptedException {
    if (!sandbox.isUsable()) {
      throw new LeaseNotRunException(Reason.DRIVER, sandbox.problem());
    }
    Bundle bundle;
    try {
      bundle = bundle(work);
    } catch (BundleException e) {
      return refused(work, "the bundle is refused: " + e.getMessage(), progress);
    } catch (IOException e) {
      throw new LeaseNotRunException(
          Reason.INPUT, "the bundle cannot be unpacked: " + e.getMessage(), e);
    }
    try (StagedFiles staged = StagedFiles.of(work, folder)) {
      return new ProcessRun(this, work, bundle, staged, cancellation, progress).run();
    } catch (IOException e) {
      throw new LeaseNotRunException(
          Reason.INPUT, "the inputs cannot be staged: " + e.getMessage(), e);
    } finally {
      release(bundle);
    }
  }

  ScheduledExecutorService timers() {
    return timers;
  }

  /** A sandbox in which the runner waits for tasks. */
  Process start(LeaseWork work, Bundle bundle, StagedFiles staged)
      throws LeaseNotRunException, InterruptedException {
    String script = RunnerScript.of(work.bag(), work.program(), prlimit);
    long disk = Math.max(SLACK_BYTES, work.program().diskBytes());
    SandboxSpec spec =
        SandboxSpec.of(List.of("/bin/sh", "-c", script))
            .show(bundle.folder(), RunnerScript.APP)
            .scratch("/work", disk)
            .scratch("/tmp", disk)
            .scratch("/out", work.program().outputBytesMax() + SLACK_BYTES)
            .scratch("/err", ERRORS_BYTES)
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C")
            .in("/work");
    devices(work.units().gpus()).forEach(spec::device);
    staged.inputs().ifPresent(inputs -> spec.show(inputs, RunnerScript.INPUTS));
    staged.saved().ifPresent(saved -> spec.show(saved, RunnerScript.SAVED));
    if (work.program().checkpoint() != null) {
      spec.scratch(RunnerScript.PACKING, CheckpointTalk.BYTES_MAX + SLACK_BYTES);
    }
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

  /** What a program opens to use such GPUs. */
  private static List<String> devices(List<Integer> gpus) {
    List<String> devices = new ArrayList<>();
    gpus.forEach(gpu -> devices.add("/dev/nvidia" + gpu));
    if (!gpus.isEmpty()) {
      devices.addAll(List.of("/dev/nvidiactl", "/dev/nvidia-uvm"));
    }
    return devices;
  }

  private synchronized Bundle bundle(LeaseWork work) throws IOException, BundleException {
    String key = work.program().app() + "/" + work.program().entry();
    Bundle known = bundles.get(key);
    if (known == null) {
      known = Bundle.unpack(work.app(), work.program().entry(), folder);
      bundles.put(key, known);
    }
    uses.merge(known, 1, Integer::sum);
    return known;
  }

  /** Unpacked bundles that no lease uses leave when there are many, the oldest first. */
  private synchronized void release(Bundle bundle) {
    uses.computeIfPresent(bundle, (key, count) -> count == 1 ? null : count - 1);
    Iterator<Bundle> oldest = bundles.values().iterator();
    while (bundles.size() > BUNDLES_MAX && oldest.hasNext()) {
      Bundle candidate = oldest.next();
      if (!uses.containsKey(candidate)) {
        oldest.remove();
        SandboxFolder.delete(candidate.folder());
      }
    }
  }

  /** A bundle that cannot be run fails the same way everywhere. */
  private static LeaseRun refused(LeaseWork work, String why, IntConsumer progress) {
    AnswersBuilder answers = new AnswersBuilder(work.first());
    for (int i = 0; i < work.count(); i++) {
      answers.add(new TaskOutcome.Failed(FailureKind.TRAP, 0, why));
    }
    progress.accept(work.count());
    return new LeaseRun(answers.build(), 0);
  }

  @Override
  public ProbeReport probe(Bait bait) throws InterruptedException {
    return sandbox.isUsable()
        ? new ProcessProbes(this, sandbox).probe(bait)
        : new ProbeReport(NAME, List.of(sandbox.problem()), 0, List.of());
  }

  @Override
  public void close() {
    timers.shutdownNow();
    synchronized (this) {
      bundles.values().forEach(bundle -> SandboxFolder.delete(bundle.folder()));
      bundles.clear();
    }
  }
}
