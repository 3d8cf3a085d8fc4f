package io.gridbourse.worker.wasm;

import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.Programs;
import io.gridbourse.worker.driver.SandboxFixture;
import io.gridbourse.worker.process.ProcessDriver;
import io.gridbourse.worker.sandbox.SandboxSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Prints how fast the drivers run tasks and sandboxes start; for people, no test. */
final class Measure {
  private static final int MANY = 50_000;

  private Measure() {}

  public static void main(String[] args) throws Exception {
    Path home = Files.createTempDirectory("gridbourse-measure-");
    try (SandboxFixture fixture = new SandboxFixture(home);
        WasmDriver wasm = fixture.wasmDriver(fixture.sandbox());
        ProcessDriver process =
            new ProcessDriver(fixture.spawner(), fixture.sandbox(), fixture.folder())) {
      for (int i = 0; i < 10; i++) {
        long start = System.nanoTime();
        ProcessBuilder empty =
            new ProcessBuilder(fixture.sandbox().command(SandboxSpec.of(List.of("/bin/true"))));
        fixture.spawner().start(empty).waitFor();
        say("a sandbox that does nothing", start);
      }
      for (String name : new String[] {"noop.wasm", "misbehaving/echo.wasm"}) {
        for (int round = 0; round < 5; round++) {
          Programs program = Programs.example(home, "wasm", name).command("x", "{task}");
          time(name, wasm, program.lease(0, round == 0 ? 1 : MANY));
        }
      }
      Programs script = Programs.of(home, "process", bundle()).entry("run.sh").memory(256 << 20);
      time("a process", process, script.lease(0, 1));
      time("processes", process, script.lease(0, 200));
    } finally {
      io.gridbourse.worker.sandbox.SandboxFolder.delete(home);
    }
  }

  private static byte[] bundle() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("run.sh"));
      zip.write("#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static void time(String what, Driver driver, LeaseWork work) throws Exception {
    long start = System.nanoTime();
    LeaseRun run = driver.run(work, new Cancellation(), done -> {});
    say(what + ": " + work.count() + " tasks, " + run.taskMillis() + " ms inside", start);
  }

  private static void say(String what, long since) {
    System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - since) / 1e6);
  }
}
