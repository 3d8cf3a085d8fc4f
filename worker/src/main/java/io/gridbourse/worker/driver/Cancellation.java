package io.gridbourse.worker.driver;

import java.util.ArrayList;
import java.util.List;

/** Tells a running lease to stop. Actions that are added after the cancellation run at once. */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Stops the lease; again is harmless. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      cancelled = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /** What stops the lease while it is in this place; replaces the action before. */
  public void onCancel(Runnable action) {
    synchronized (this) {
      actions.clear();
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /** Ends a lease that was cancelled. */
  public void check() throws LeaseNotRunException {
    if (isCancelled()) {
      throw new LeaseNotRunException(LeaseNotRunException.Reason.CANCELLED, "cancelled");
    }
  }
}
