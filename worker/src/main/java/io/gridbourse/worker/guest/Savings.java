package io.gridbourse.worker.guest;

import io.gridbourse.worker.frame.FrameType;
import io.gridbourse.worker.frame.FrameWriter;
import io.gridbourse.worker.frame.GuestProgram;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends what one task saved to the agent: now and then while it runs, and at the end if its run is
 * stopped. A guest cannot be told that it shall stop: what it has written by then counts.
 */
final class Savings implements AutoCloseable {
  /** Bytes that the server takes of one task. */
  static final long BYTES_MAX = 32L << 20;

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "savings");
            thread.setDaemon(true);
            return thread;
          });

  private final GuestFiles files;
  private final GuestProgram.Saving saving;
  private final long index;
  private final FrameWriter out;
  private final ScheduledFuture<?> timer;
  private byte[] last = new byte[0];
  private boolean closed;

  private Savings(GuestFiles files, GuestProgram.Saving saving, long index, FrameWriter out) {
    this.files = files;
    this.saving = saving;
    this.index = index;
    this.out = out;
    this.timer =
        TIMER.scheduleWithFixedDelay(
            this::send, saving.everyMillis(), saving.everyMillis(), TimeUnit.MILLISECONDS);
  }

  /** Those of a task that begins, in whose files an earlier attempt's are put back. */
  static Savings of(GuestFiles files, GuestProgram.Saving saving, Attempt attempt, FrameWriter out)
      throws IOException {
    if (attempt.before().isPresent()) {
      files.restore(saving.path(), attempt.before().get());
    }
    return new Savings(files, saving, attempt.index(), out);
  }

  /**
   * A task that begins.
   *
   * @param before what an earlier attempt saved
   */
  record Attempt(long index, Optional<byte[]> before) {}

  /** Sends what is there now, if it is new. */
  synchronized void send() {
    if (closed) {
      return;
    }
    try {
      Optional<byte[]> now = files.saved(saving.path(), BYTES_MAX);
      if (now.isPresent() && !Arrays.equals(now.get(), last)) {
        last = now.get();
        out.send(new FrameWriter.Draft(FrameType.SAVED).putLong(index).putBytes(now.get()));
      }
    } catch (IOException | RuntimeException e) {
      // The guest may move its file away at any moment; the next time it is there again.
      System.err.println("task " + index + ": what it saved cannot be read: " + e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.cancel(false);
  }
}
