package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a condition by looking at it again and again. */
final class Waiting {
  private static final long LOOK_EVERY_MILLIS = 50;

  private Waiting() {}

  /**
   * Waits until {@code child} does what {@code ready} says.
   *
   * @throws CommandFailed if the child ends or the time passes
   */
  static void until(ChildProcess child, Duration within, BooleanSupplier ready) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!ready.getAsBoolean()) {
      if (!child.isAlive()) {
        throw child.died();
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailed(
            ExitCode.TIMEOUT,
            String.format(
                "%s was not ready after %d s. Its last lines:%n%s",
                child.log().getFileName(), within.toSeconds(), child.lastLines()),
            "read " + child.log() + "; a busy machine may need another try");
      }
      pause();
    }
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "").because(e);
    }
  }
}
