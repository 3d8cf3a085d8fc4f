package io.gridbourse.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However and whenever the launcher ends, nothing of it stays. */
final class LauncherEndTest {
  private static final Path ANVIL =
      Path.of("../contracts/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")
          .toAbsolutePath()
          .normalize();
  private static final Duration GONE_WITHIN = Duration.ofSeconds(15);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"INT,1", "INT,2", "INT,3", "KILL,4", "KILL,5", "KILL,6"})
  void noProcessOfItStays(String signal, long seed) throws Exception {
    Path home = folder.resolve("home");
    Process launcher = launcher(home);
    long millis = new SplittableRandom(seed).nextLong(300, 3_000);
    if (!launcher.waitFor(millis, TimeUnit.MILLISECONDS)) {
      new ProcessBuilder("kill", "-" + signal, Long.toString(launcher.pid())).start().waitFor();
    }
    assertThat(launcher.waitFor(GONE_WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
    long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
    while (!left(home).isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(left(home)).as("seed %d, %s after %d ms", seed, signal, millis).isEmpty();
    if (signal.equals("INT")) {
      assertThat(home.resolve("lock")).doesNotExist();
    }
    // What a killed launcher left of its lock keeps nobody out.
    HomeLock.take(Home.at(home)).close();
  }

  private Process launcher(Path home) throws IOException {
    Path bundle = folder.resolve("bundle");
    Files.createDirectories(bundle.resolve("bin"));
    Files.createDirectories(bundle.resolve("server"));
    Files.createSymbolicLink(bundle.resolve("bin/anvil"), ANVIL);
    Files.createFile(bundle.resolve("server/gridbourse.war"));
    return new ProcessBuilder(
            Bundle.java(),
            "-Dgridbourse.bundle=" + bundle,
            "-cp",
            System.getProperty("java.class.path"),
            "io.gridbourse.cli.Main",
            "ledger",
            "init",
            "--home",
            home.toString())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** Command lines of processes that work for this home. */
  private static List<String> left(Path home) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(home.toString()))
        .toList();
  }
}
