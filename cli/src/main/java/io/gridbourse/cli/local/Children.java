package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;

/** All processes of an installation. After its end no more can be started, by whatever thread. */
final class Children implements AutoCloseable {
  private final List<ChildProcess> started = new ArrayList<>();
  private boolean closed;

  /**
   * Starts a process.
   *
   * @throws CommandFailed if the installation has ended
   */
  synchronized ChildProcess start(ChildProcess.Plan plan) {
    if (closed) {
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "");
    }
    started.removeIf(child -> !child.isAlive());
    ChildProcess child = ChildProcess.start(plan);
    started.add(child);
    return child;
  }

  /** Lets no more start. */
  synchronized void forbid() {
    closed = true;
  }

  /** Ends what is still left. */
  @Override
  public synchronized void close() {
    closed = true;
    started.forEach(ChildProcess::close);
  }
}
