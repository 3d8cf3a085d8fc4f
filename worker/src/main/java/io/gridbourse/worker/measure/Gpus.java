package io.gridbourse.worker.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many GPUs this machine has, as the tool of their driver lists them. */
public final class Gpus {
  private static final List<String> LIST = List.of("nvidia-smi", "-L");
  private static final long PATIENCE_SECONDS = 10;

  private Gpus() {}

  /** The GPUs that are listed; none if there is no such tool. */
  public static int count() throws InterruptedException {
    return count(LIST);
  }

  static int count(List<String> command) throws InterruptedException {
    Process listing;
    try {
      listing = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      return 0;
    }
    try (var lines = listing.inputReader(StandardCharsets.UTF_8)) {
      if (!listing.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || listing.exitValue() != 0) {
        return 0;
      }
      return (int) lines.lines().filter(line -> line.startsWith("GPU ")).count();
    } catch (IOException e) {
      return 0;
    } finally {
      listing.destroyForcibly();
    }
  }
}
