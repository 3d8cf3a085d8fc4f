package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process of the installation. It ends when this process ends, whatever happens. */
public final class ChildProcess implements AutoCloseable {
  private static final int LAST_LINES = 15;

  private final String name;
  private final Process process;
  private final Watchdog watchdog;
  private final Path log;
  private final Duration grace;

  private ChildProcess(Plan plan, Process process) {
    this.name = plan.name();
    this.log = plan.log();
    this.grace = plan.grace();
    this.process = process;
    this.watchdog = Watchdog.over(process.pid());
  }

  /**
   * What to start.
   *
   * @param log where its output goes, added to what is there
   * @param grace how long it may take to end when it is asked to
   */
  record Plan(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Duration grace) {}

  /** Starts a process. */
  static ChildProcess start(Plan plan) {
    ProcessBuilder builder =
        new ProcessBuilder(plan.command())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
    builder.environment().putAll(plan.environment());
    // What the user's shell says about its own servers and tokens is not meant for these.
    builder.environment().keySet().removeIf(key -> key.startsWith("GRIDBOURSE_"));
    try {
      return new ChildProcess(plan, builder.start());
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.SERVER,
              "cannot start the " + plan.name() + ": " + e.getMessage(),
              "check that " + plan.command().get(0) + " exists and can be executed")
          .because(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** What it ended with, if it has ended. */
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  public Path log() {
    return log;
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    process.destroyForcibly();
    waitFor(grace);
    watchdog.close();
  }

  /** Asks it to end, without waiting. */
  void ask() {
    process.destroy();
  }

  /** Asks it to end, and kills it if it does not. */
  @Override
  public void close() {
    process.destroy();
    if (!waitFor(grace)) {
      process.destroyForcibly();
      waitFor(grace);
    }
    watchdog.close();
  }

  /** The end of a process that should have lived, with its last words. */
  CommandFailed died() {
    return new CommandFailed(
        ExitCode.SERVER,
        String.format("the %s ended by itself. Its last lines:%n%s", name, lastLines()),
        "read " + log);
  }

  /** What its log holds from byte {@code offset} on. */
  String logFrom(long offset) {
    try (var in = Files.newInputStream(log)) {
      in.skipNBytes(Math.min(offset, Files.size(log)));
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of its log. */
  String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
      List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      return "    " + String.join(System.lineSeparator() + "    ", last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean waitFor(Duration time) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + time.toNanos();
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
