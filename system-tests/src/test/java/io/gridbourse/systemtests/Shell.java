package io.gridbourse.systemtests;

import static org.awaitility.Awaitility.await;

import io.gridbourse.cli.local.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command as a process of its own, not at a terminal, as scripts do. */
final class Shell {
  private static final Duration COMMAND_ENDS_WITHIN = Duration.ofMinutes(3);
  private final List<String> program;
  private final Map<String, String> environment = new HashMap<>();

  private Shell(List<String> program) {
    this.program = program;
  }

  /** The command of a bundle. */
  static Shell of(Bundle bundle) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Shell(
        List.of(
            java,
            "-Dgridbourse.bundle=" + bundle.folder(),
            "-cp",
            bundle.at("lib/cli") + "/*",
            "io.gridbourse.cli.Main"));
  }

  /** The launcher script of the source tree whose bundle is tested. */
  static Shell ofSourceTree() {
    Path bundle = Path.of(System.getProperty("gridbourse.bundle"));
    return new Shell(List.of(bundle.resolve("../../../gridbourse").normalize().toString()));
  }

  /** The same with a variable of the environment. */
  Shell with(String name, String value) {
    Shell other = new Shell(program);
    other.environment.putAll(environment);
    other.environment.put(name, value);
    return other;
  }

  /** Runs the command to its end. */
  Ended run(String... arguments) {
    return start(arguments).end(COMMAND_ENDS_WITHIN);
  }

  /** Starts the command. */
  Running start(String... arguments) {
    // A shell in the background lets its children ignore Ctrl-C; a user's terminal does not.
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT"));
    line.addAll(program);
    line.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("gridbourse-out", ".txt");
      Path err = Files.createTempFile("gridbourse-err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("GRIDBOURSE_"));
      builder.environment().putAll(environment);
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a command ended. */
  record Ended(int code, String out, String err) {
    String all() {
      return "exit " + code + "\n" + out + "\n" + err;
    }
  }

  /** A command that runs. */
  record Running(Process process, Path outFile, Path errFile) {
    String out() {
      return text(outFile);
    }

    String err() {
      return text(errFile);
    }

    private static String text(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Waits until it has said {@code text}, on whatever stream. */
    void awaitSaying(String text, Duration within) {
      await("the command says '" + text + "'")
          .atMost(within)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !process.isAlive() || out().contains(text) || err().contains(text));
      if (!out().contains(text) && !err().contains(text)) {
        throw new AssertionError("ended without '" + text + "': " + out() + err());
      }
    }

    /** Ctrl-C. */
    void interrupt() {
      try {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** Waits for the end; what takes longer is killed. */
    Ended end(Duration within) {
      try {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("did not end within " + within + ": " + out() + err());
        }
        Ended ended = new Ended(process.exitValue(), out(), err());
        Files.delete(outFile);
        Files.delete(errFile);
        return ended;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
