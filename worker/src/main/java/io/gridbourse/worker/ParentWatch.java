package io.gridbourse.worker;

import java.util.Optional;

/** Ends the worker when the process that started it ends. */
final class ParentWatch {
  private static final long STEP_MILLIS = 500;

  private ParentWatch() {}

  /** Watches the parent and calls {@code gone} once. */
  static void start(Runnable gone) {
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    Thread thread = new Thread(() -> watch(parent, gone), "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void watch(Optional<ProcessHandle> parent, Runnable gone) {
    try {
      while (parent.isPresent()
          && parent.get().isAlive()
          && ProcessHandle.current().parent().equals(parent)) {
        Thread.sleep(STEP_MILLIS);
      }
      gone.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
