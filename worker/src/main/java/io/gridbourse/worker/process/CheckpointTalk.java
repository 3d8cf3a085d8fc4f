package io.gridbourse.worker.process;

import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the runner for what a running task saved: now and then, and when the lease shall stop. Its
 * answers come before the reply for the task.
 */
final class CheckpointTalk implements AutoCloseable {
  /** Bytes that one checkpoint may have, as the server takes them. */
  static final int BYTES_MAX = 32 << 20;

  /** Share of the time for a stop that the task has to save; the rest is for sending it. */
  private static final double TASK_SHARE = 0.5;

  private static final double MILLIS = 1_000;
  private static final CheckpointTalk NONE = new CheckpointTalk(null, 0, null);

  private final LeaseWork work;
  private final long task;
  private final OutputStream runner;
  private ScheduledFuture<?> timer;
  private boolean closed;
  private boolean asked;
  private boolean stopped;

  private CheckpointTalk(LeaseWork work, long task, OutputStream runner) {
    this.work = work;
    this.task = task;
    this.runner = runner;
  }

  /** A talk about a task that begins; silence if the program saves nothing. */
  static CheckpointTalk of(
      LeaseWork work,
      long task,
      OutputStream runner,
      ScheduledExecutorService timers,
      Cancellation cancellation) {
    WorkerWire.CheckpointWire wanted = work.program().checkpoint();
    if (wanted == null) {
      return NONE;
    }
    CheckpointTalk talk = new CheckpointTalk(work, task, runner);
    talk.timer =
        timers.scheduleWithFixedDelay(
            () -> talk.say("save"),
            wanted.everyMillis(),
            wanted.everyMillis(),
            TimeUnit.MILLISECONDS);
    cancellation.onStop(talk::stop);
    return talk;
  }

  private synchronized void stop(Duration within) {
    asked = true;
    say(String.format(Locale.ROOT, "stop %.2f", within.toMillis() * TASK_SHARE / MILLIS));
  }

  private synchronized void say(String word) {
    if (closed) {
      return;
    }
    try {
      runner.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
      runner.flush();
    } catch (IOException e) {
      // The sandbox has ended: whoever reads from it finds out.
      closed = true;
    }
  }

  /**
   * Takes an answer of the runner.
   *
   * @param kind C for a task that goes on, S for one that was stopped
   */
  void heard(String kind, byte[] checkpoint) throws IOException, InterruptedException {
    if (work == null) {
      throw new IOException("the runner sends a checkpoint that nobody asked for");
    }
    if (kind.equals("S")) {
      synchronized (this) {
        if (!asked) {
          throw new IOException("the runner stopped a task that nobody stopped");
        }
        stopped = true;
      }
    }
    if (checkpoint.length > 0) {
      work.saved().keep(task, checkpoint);
    }
  }

  /** Ends a lease whose task was stopped: its reply is that of a task that was not done. */
  void check() throws LeaseNotRunException {
    if (isStopped()) {
      throw new LeaseNotRunException(
          LeaseNotRunException.Reason.RETREAT, "task " + task + " was stopped");
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
