package io.gridbourse.worker.container;

import io.gridbourse.domain.data.image.ImageRefusedException;
import io.gridbourse.worker.driver.Bait;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseNotRunException.Reason;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.process.ProcessRun;
import io.gridbourse.worker.process.ProgramProbes;
import io.gridbourse.worker.process.Runner;
import io.gridbourse.worker.process.StagedFiles;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntConsumer;

/**
 * Runs images of containers from archives that were fetched like any content; nothing is pulled. No
 * engine is needed: the image is unpacked here, and bubblewrap is what runs it.
 */
public final class ContainerDriver implements Driver {
  /** The driver's name. */
  public static final String NAME = "container";

  private final Spawner spawner;
  private final Sandbox sandbox;
  private final ImageStore images;
  private final ScheduledExecutorService timers = Runner.timers("container walltimes");

  /**
   * A driver; without a usable sandbox its probe says that it is disabled.
   *
   * @param bytesMax that unpacked images may take
   */
  public ContainerDriver(Spawner spawner, Sandbox sandbox, SandboxFolder folder, long bytesMax) {
    this.spawner = spawner;
    this.sandbox = sandbox;
    this.images = new ImageStore(folder, bytesMax);
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
    Image image;
    try {
      image = images.use(work);
    } catch (ImageRefusedException e) {
      return refused(work, e, progress);
    } catch (IOException e) {
      throw new LeaseNotRunException(
          Reason.INPUT, "the image cannot be unpacked: " + e.getMessage(), e);
    }
    try (StagedFiles staged = StagedFiles.of(work, images.folder())) {
      image.run().commandLine(work.program().command());
      ContainerSandbox sandboxes =
          new ContainerSandbox(spawner, sandbox, image, Runner.devices(work));
      return new ProcessRun(sandboxes, timers, work, staged, cancellation, progress).run();
    } catch (ImageRefusedException e) {
      return refused(work, e, progress);
    } catch (IOException e) {
      throw new LeaseNotRunException(
          Reason.INPUT, "the inputs cannot be staged: " + e.getMessage(), e);
    } finally {
      images.release(image);
    }
  }

  private static LeaseRun refused(LeaseWork work, ImageRefusedException e, IntConsumer progress) {
    return ProcessRun.refused(work, "the image is refused: " + e.getMessage(), progress);
  }

  @Override
  public ProbeReport probe(Bait bait) throws InterruptedException {
    return sandbox.isUsable()
        ? new ProgramProbes(this, sandbox, new ProbeImage()).probe(bait)
        : new ProbeReport(NAME, List.of(sandbox.problem()), 0, List.of());
  }

  @Override
  public void close() {
    timers.shutdownNow();
    images.close();
  }
}
