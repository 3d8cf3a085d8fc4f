package io.gridbourse.worker.guest;

/**
 * Interrupts the thread of a task that has run out of time or whose run was cancelled. Compiled
 * WebAssembly looks for the interrupt in its loops. The lock sees to it that an interrupt never
 * hits the task after the one it is meant for.
 */
final class Watchdog {
  private static final long TICK_MILLIS = 5;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NONE = -1;

  private final Object lock = new Object();
  private Thread running;
  private long deadlineNanos;
  private boolean timedOut;
  private long run = NONE;
  private long cancelledRun = NONE;

  void start() {
    Thread thread = new Thread(this::watch, "watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  /** A new run starts; it may have been cancelled before. */
  void startRun(long number) {
    synchronized (lock) {
      run = number;
    }
  }

  /** From now on the calling thread has {@code millis} to end its task. */
  void begin(long millis) {
    synchronized (lock) {
      running = Thread.currentThread();
      timedOut = false;
      deadlineNanos =
          System.nanoTime()
              + Math.min(millis, Long.MAX_VALUE / 4 / NANOS_PER_MILLI) * NANOS_PER_MILLI;
      if (cancelledRun == run) {
        running.interrupt();
      }
    }
  }

  /** The task ended; true if it had run out of time. */
  boolean end() {
    synchronized (lock) {
      running = null;
      Thread.interrupted();
      return timedOut;
    }
  }

  void cancel(long number) {
    synchronized (lock) {
      cancelledRun = number;
      if (running != null && run == number) {
        running.interrupt();
      }
    }
  }

  boolean isCancelled() {
    synchronized (lock) {
      return run == cancelledRun;
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(TICK_MILLIS);
        synchronized (lock) {
          if (running != null && System.nanoTime() - deadlineNanos > 0) {
            timedOut = true;
            running.interrupt();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
