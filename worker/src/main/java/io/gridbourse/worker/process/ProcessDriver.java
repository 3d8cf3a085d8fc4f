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
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntConsumer;

/** Runs native programs from bundles. One sandbox serves a lease; nothing runs without one. */
public final class ProcessDriver implements Driver {
  /** The driver's name. */
  public static final String NAME = "process";

  private static final int BUNDLES_MAX = 4;
  private static final float LOAD = 0.75f;

  private final Spawner spawner;
  private final Sandbox sandbox;
  private final SandboxFolder folder;
  private final ScheduledExecutorService timers = Runner.timers("walltimes");
  private final Map<String, Bundle> bundles = new LinkedHashMap<>(BUNDLES_MAX, LOAD, true);
  private final Map<Bundle, Integer> uses = new HashMap<>();

  /** A driver; without a usable sandbox its probe says that it is disabled. */
  public ProcessDriver(Spawner spawner, Sandbox sandbox, SandboxFolder folder) {
    this.spawner = spawner;
    this.sandbox = sandbox;
    this.folder = folder;
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
      return ProcessRun.refused(work, "the bundle is refused: " + e.getMessage(), progress);
    } catch (IOException e) {
      throw new LeaseNotRunException(
          Reason.INPUT, "the bundle cannot be unpacked: " + e.getMessage(), e);
    }
    try (StagedFiles staged = StagedFiles.of(work, folder)) {
      TaskSandbox sandboxes = new BundleSandbox(spawner, sandbox, bundle);
      return new ProcessRun(sandboxes, timers, work, staged, cancellation, progress).run();
    } catch (IOException e) {
      throw new LeaseNotRunException(
          Reason.INPUT, "the inputs cannot be staged: " + e.getMessage(), e);
    } finally {
      release(bundle);
    }
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

  @Override
  public ProbeReport probe(Bait bait) throws InterruptedException {
    return sandbox.isUsable()
        ? new ProgramProbes(this, sandbox, new ProbeBundle()).probe(bait)
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
