package io.gridbourse.cli.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A tiny shell that ends a process when this one is gone, however it went: it reads from a pipe
 * whose other end only we hold, and a pipe ends with its writer, even at kill -9.
 */
final class Watchdog implements AutoCloseable {
  private static final String OVER_PROCESS =
      "trap '' INT TERM HUP; read -r word && exit 0; "
          + "kill -TERM \"$1\" 2>/dev/null; i=0; "
          + "while [ $i -lt 30 ] && kill -0 \"$1\" 2>/dev/null; do sleep 0.1; i=$((i+1)); done; "
          + "kill -KILL \"$1\" 2>/dev/null";
  // The database may only be starting: its file appears a little later.
  private static final String OVER_DATABASE =
      "trap '' INT TERM HUP; read -r word && exit 0; i=0; "
          + "while [ $i -lt 50 ]; do if [ -s \"$1\" ]; then kill -INT \"$(head -n 1 \"$1\")\"; "
          + "exit 0; fi; sleep 0.1; i=$((i+1)); done";

  private final Process shell;

  private Watchdog(String script, String argument) {
    try {
      shell =
          new ProcessBuilder(List.of("/bin/sh", "-c", script, "gridbourse-watchdog", argument))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Ends process {@code pid}: asks, and kills it three seconds later. */
  static Watchdog over(long pid) {
    return new Watchdog(OVER_PROCESS, Long.toString(pid));
  }

  /** Ends the PostgreSQL whose file {@code postmaster.pid} this is, now or soon. */
  static Watchdog overDatabase(Path pidFile) {
    return new Watchdog(OVER_DATABASE, pidFile.toString());
  }

  /** Lets the watchdog believe that we are gone. */
  void abandon() throws IOException {
    shell.getOutputStream().close();
  }

  /** Sends the watchdog away; the process is left alone. */
  @Override
  public void close() {
    try (OutputStream pipe = shell.getOutputStream()) {
      pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      shell.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
