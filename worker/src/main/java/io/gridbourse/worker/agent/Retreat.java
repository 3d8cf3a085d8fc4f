package io.gridbourse.worker.agent;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether the machine works, as its owner's conditions say, and the time that is left to stop. Told
 * from any thread, followed by the agent's.
 */
final class Retreat {
  private final Duration within;
  private Optional<String> reason = Optional.empty();
  private long begun;
  private boolean turned;

  /**
   * A machine that works.
   *
   * @param within time that running leases have to end once it shall not
   */
  Retreat(Duration within) {
    this.within = within;
  }

  /** The time that running leases have to end. */
  Duration within() {
    return within;
  }

  /** It shall not work; true if it did before. */
  synchronized boolean begin(String why) {
    boolean fresh = reason.isEmpty();
    reason = Optional.of(why);
    if (fresh) {
      begun = System.nanoTime();
      turned = true;
    }
    return fresh;
  }

  /** It may work again; true if it did not before. */
  synchronized boolean end() {
    boolean was = reason.isPresent();
    reason = Optional.empty();
    turned |= was;
    return was;
  }

  /** Why it does not work; empty if it does. */
  synchronized Optional<String> reason() {
    return reason;
  }

  /** Whether this has changed since the agent last asked. */
  synchronized boolean hasTurned() {
    boolean was = turned;
    turned = false;
    return was;
  }

  /** Whether the time for what runs is over. */
  synchronized boolean isOver() {
    return reason.isPresent() && System.nanoTime() - begun > within.toNanos();
  }
}
