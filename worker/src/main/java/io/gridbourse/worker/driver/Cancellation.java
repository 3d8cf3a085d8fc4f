package io.gridbourse.worker.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells a running lease to stop. Actions that are added after the cancellation run at once. */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private Consumer<Duration> softly = within -> {};
  private Optional<Duration> stopping = Optional.empty();
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

  /**
   * Asks the lease to stop by itself, so that it can save what it has; it will be cancelled if it
   * takes too long. Again is harmless.
   *
   * @param within the time that it has
   */
  public void stop(Duration within) {
    Consumer<Duration> due;
    synchronized (this) {
      if (stopping.isPresent() || cancelled) {
        return;
      }
      stopping = Optional.of(within);
      due = softly;
    }
    due.accept(within);
  }

  /** Whether the lease was asked to stop by itself. */
  public synchronized boolean isStopping() {
    return stopping.isPresent();
  }

  /** How the lease is asked to stop while it is in this place; replaces the action before. */
  public void onStop(Consumer<Duration> action) {
    Optional<Duration> due;
    synchronized (this) {
      softly = action;
      due = stopping;
    }
    due.ifPresent(action);
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
