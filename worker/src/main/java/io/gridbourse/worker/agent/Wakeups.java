package io.gridbourse.worker.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets slots wake the agent; a wake-up before the wait is not lost. */
final class Wakeups {
  private final Semaphore pending = new Semaphore(0);

  void wake() {
    pending.release();
  }

  /** Waits for a wake-up, but not longer; true if there was one. */
  boolean await(Duration atMost) throws InterruptedException {
    boolean woken = pending.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    pending.drainPermits();
    return woken;
  }
}
