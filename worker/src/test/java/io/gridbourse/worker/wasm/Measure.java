package io.gridbourse.worker.wasm;

import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.Programs;
import io.gridbourse.worker.driver.SandboxFixture;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints how fast a child runs tasks; for people, no test. */
final class Measure {
  private Measure() {}

  public static void main(String[] args) throws Exception {
    Path home = Files.createTempDirectory("gridbourse-measure-");
    long began = System.nanoTime();
    try (SandboxFixture fixture = new SandboxFixture(home);
        WasmDriver driver =
            new WasmDriver(
                fixture.spawner(),
                fixture.sandbox(),
                fixture.folder(),
                Path.of(System.getProperty("java.home")),
                1L << 30)) {
      say("sandbox found and jar made", began);
      for (String name : new String[] {"noop.wasm", "misbehaving/echo.wasm"}) {
        for (int round = 0; round < 5; round++) {
          int count = round == 0 ? 1 : 50_000;
          LeaseWork work =
              Programs.example(home, "wasm", name).command("x", "{task}").lease(0, count);
          long start = System.nanoTime();
          LeaseRun run = driver.run(work, new Cancellation(), done -> {});
          say(name + " " + count + " tasks, in the child " + run.taskMillis() + " ms", start);
        }
      }
    }
  }

  private static void say(String what, long since) {
    System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - since) / 1e6);
  }
}
