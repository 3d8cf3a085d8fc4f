package io.gridbourse.worker;

import io.gridbourse.worker.check.CheckServer;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.wasm.WasmDriver;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: runs checkers of apps for the server that started it. */
@Command(
    name = "check",
    hidden = true,
    description = "Runs checkers of apps for the server that started it, over its pipes.")
final class CheckCommand implements Callable<Integer> {
  private static final long HEAP_BYTES_MAX = 1L << 30;

  @Spec private CommandSpec spec;
  @Mixin private DriverOptions driverOptions;

  @Override
  public Integer call() throws WorkerExit, IOException, InterruptedException {
    driverOptions.check(spec);
    FileInputStream requests = new FileInputStream(FileDescriptor.in);
    FileOutputStream replies = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    try (WorkerHome home = WorkerHome.open(driverOptions.home());
        Isolation isolation = Isolation.of(home.path(), driverOptions.wanted(HEAP_BYTES_MAX))) {
      Driver wasm =
          isolation.usable().stream()
              .filter(driver -> driver.name().equals(WasmDriver.NAME))
              .findFirst()
              .orElseThrow(
                  () ->
                      new WorkerExit(
                          WorkerExit.UNFIT,
                          "checkers cannot be run: the sandbox of WebAssembly does not hold here: "
                              + isolation.reports()));
      new CheckServer(wasm, home.path().resolve("tmp")).serve(requests, replies);
      return 0;
    }
  }
}
