package io.gridbourse.worker;

import io.gridbourse.worker.container.ContainerDriver;
import io.gridbourse.worker.driver.BaitStand;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.process.ProcessDriver;
import io.gridbourse.worker.sandbox.Cgroups;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import io.gridbourse.worker.sandbox.SandboxTools;
import io.gridbourse.worker.wasm.WasmDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The drivers of this machine, each attacked before it is used. */
final class Isolation implements AutoCloseable {
  private static final int ROOT = 0;

  private final SandboxFolder folder;
  private final Spawner spawner;
  private final List<Driver> drivers = new ArrayList<>();
  private final List<ProbeReport> reports = new ArrayList<>();

  private Isolation(SandboxFolder folder, Spawner spawner) {
    this.folder = folder;
    this.spawner = spawner;
  }

  /** What to try. */
  record Wanted(Set<String> drivers, int sandboxUid, long heapBytesMax, long imageBytesMax) {}

  /** Makes the drivers and attacks them. */
  static Isolation of(Path home, Wanted wanted) throws WorkerExit, InterruptedException {
    Isolation isolation = null;
    try {
      boolean root = uid() == ROOT;
      Optional<Integer> dropTo = root ? Optional.of(wanted.sandboxUid()) : Optional.empty();
      SandboxTools tools = SandboxTools.find(System.getenv());
      SandboxFolder folder = SandboxFolder.of(home, root);
      isolation = new Isolation(folder, new Spawner());
      Sandbox sandbox = Sandbox.detect(tools, folder, dropTo);
      isolation.make(wanted, sandbox);
      try (BaitStand stand = BaitStand.in(home.resolve("tmp"))) {
        for (Driver driver : isolation.drivers) {
          isolation.reports.add(withCgroups(driver.probe(stand.bait())));
        }
      }
      return isolation;
    } catch (IOException e) {
      if (isolation != null) {
        isolation.close();
      }
      throw new WorkerExit(
          WorkerExit.UNFIT, "the sandboxes cannot be set up: " + e.getMessage(), e);
    }
  }

  private void make(Wanted wanted, Sandbox sandbox) throws IOException {
    Path javaHome = Path.of(System.getProperty("java.home"));
    if (wanted.drivers().contains(WasmDriver.NAME)) {
      drivers.add(new WasmDriver(spawner, sandbox, folder, javaHome, wanted.heapBytesMax()));
    }
    if (wanted.drivers().contains(ProcessDriver.NAME)) {
      drivers.add(new ProcessDriver(spawner, sandbox, folder));
    }
    if (wanted.drivers().contains(ContainerDriver.NAME)) {
      drivers.add(new ContainerDriver(spawner, sandbox, folder, wanted.imageBytesMax()));
    }
  }

  private static ProbeReport withCgroups(ProbeReport report) {
    List<String> notes = new ArrayList<>(report.notes());
    notes.add(Cgroups.note());
    return new ProbeReport(report.driver(), report.breaches(), report.isolation(), notes);
  }

  private static int uid() throws IOException {
    return Files.exists(Path.of("/proc/self"))
        ? (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")
        : -1;
  }

  /** What was found, for every driver that was asked for. */
  List<ProbeReport> reports() {
    return List.copyOf(reports);
  }

  /** The drivers that held. */
  List<Driver> usable() {
    List<Driver> usable = new ArrayList<>();
    for (int i = 0; i < drivers.size(); i++) {
      if (reports.get(i).isEnabled()) {
        usable.add(drivers.get(i));
      }
    }
    return usable;
  }

  @Override
  public void close() {
    drivers.forEach(Driver::close);
    spawner.close();
    folder.close();
  }
}
