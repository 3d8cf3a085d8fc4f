package io.gridbourse.domain.schedule.promise;

/** What supporting workers are given. */
public enum Deployment {
  /** They queue like all others: only tasks that nobody holds. */
  FLAT(false, 0),
  /** Waiting tasks first, then a copy of one that an ordinary worker still runs. */
  RESCHEDULE(true, 1),
  /** All unfinished tasks are copied to them at once; the first result counts. */
  DUPLICATE(true, Integer.MAX_VALUE);

  private final boolean copies;
  private final int copiesAtOnce;

  Deployment(boolean copies, int copiesAtOnce) {
    this.copies = copies;
    this.copiesAtOnce = copiesAtOnce;
  }

  /** Whether a task that an ordinary worker runs may be given to a supporting one as well. */
  public boolean copies() {
    return copies;
  }

  /** Tasks that are copied when supporting workers start; the others when one of them is idle. */
  public int copiesAtOnce() {
    return copiesAtOnce;
  }
}
