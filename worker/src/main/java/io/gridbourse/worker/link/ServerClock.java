package io.gridbourse.worker.link;

import java.time.Clock;

/** The server's time as far as it is known here: ours plus an offset, and always increasing. */
public final class ServerClock {
  private final Clock clock;
  private long offsetMillis;
  private long last;

  public ServerClock(Clock clock) {
    this.clock = clock;
  }

  /** The server said what time it is, just now. */
  public synchronized void heard(long serverMillis) {
    offsetMillis = serverMillis - clock.millis();
  }

  /** A time for a request: later than all before. */
  public synchronized long next() {
    last = Math.max(last + 1, clock.millis() + offsetMillis);
    return last;
  }

  /** Epoch milliseconds of the server. */
  public synchronized long now() {
    return clock.millis() + offsetMillis;
  }
}
