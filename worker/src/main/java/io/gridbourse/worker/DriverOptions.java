package io.gridbourse.worker;

import io.gridbourse.worker.container.ContainerDriver;
import io.gridbourse.worker.process.ProcessDriver;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.wasm.WasmDriver;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options about the home folder and the drivers. */
final class DriverOptions {
  private static final List<String> STANDARD = List.of(WasmDriver.NAME, ProcessDriver.NAME);
  private static final List<String> KNOWN =
      List.of(WasmDriver.NAME, ProcessDriver.NAME, ContainerDriver.NAME);

  private static final long IMAGE_BYTES_MAX = 4L << 30;

  @Option(
      names = "--home",
      description = "Folder for the key, promises and cache; default: ${DEFAULT-VALUE}.")
  private Path home = Path.of(System.getProperty("user.home"), ".gridbourse", "worker");

  @Option(
      names = "--drivers",
      split = ",",
      description = "Drivers to offer, of wasm, process, container; default: wasm,process.")
  private Set<String> drivers = new LinkedHashSet<>(STANDARD);

  @Option(
      names = "--sandbox-uid",
      description = "The uid of tasks if this runs as root; default: ${DEFAULT-VALUE}.")
  private int sandboxUid = Sandbox.NOBODY;

  Path home() {
    return home;
  }

  void check(CommandSpec spec) {
    for (String driver : drivers) {
      if (!KNOWN.contains(driver)) {
        throw new ParameterException(
            spec.commandLine(), "--drivers: there is no driver " + driver + "; known: " + KNOWN);
      }
    }
    if (sandboxUid < 1) {
      throw new ParameterException(
          spec.commandLine(), "--sandbox-uid must not be 0: tasks never run as root");
    }
  }

  Isolation.Wanted wanted(long heapBytesMax) {
    return wanted(heapBytesMax, IMAGE_BYTES_MAX);
  }

  Isolation.Wanted wanted(long heapBytesMax, long imageBytesMax) {
    return new Isolation.Wanted(Set.copyOf(drivers), sandboxUid, heapBytesMax, imageBytesMax);
  }
}
