package io.gridbourse.worker.driver;

import java.nio.file.Path;
import java.util.Map;

/** What unfinished tasks of a lease saved: from where they may go on, and where new savings go. */
public interface SavedTasks {
  /** Nothing was saved, and nothing is kept. */
  SavedTasks NONE =
      new SavedTasks() {
        @Override
        public Map<Long, Path> before() {
          return Map.of();
        }

        @Override
        public void keep(long task, byte[] checkpoint) {}
      };

  /** Checkpoints of earlier attempts, fetched and verified, by the task's index. */
  Map<Long, Path> before();

  /** Keeps the newest checkpoint of a task; returns when it is kept, or cannot be. */
  void keep(long task, byte[] checkpoint) throws InterruptedException;
}
