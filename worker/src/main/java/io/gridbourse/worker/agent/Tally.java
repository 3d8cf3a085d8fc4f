package io.gridbourse.worker.agent;

import io.gridbourse.worker.outcome.Answers;
import java.util.concurrent.atomic.AtomicLong;

/** Counts for the status line. */
public final class Tally {
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong leases = new AtomicLong();

  /** Tasks that ended, while a lease runs. */
  void progress(int tasks) {
    ended.addAndGet(tasks);
  }

  void answered(Answers answers) {
    failures.addAndGet(answers.failures().size());
    leases.incrementAndGet();
  }

  /** Tasks run to their end since the start. */
  public long ended() {
    return ended.get();
  }

  /** Those of them whose program failed. */
  public long failures() {
    return failures.get();
  }

  /** Leases answered. */
  public long leases() {
    return leases.get();
  }
}
