package io.gridbourse.worker.agent;

import java.time.Duration;

/**
 * When to speak with the server and how long it may keep the question. A worker with nothing to do
 * lets it wait long; one that works asks for more in short steps, because its results must not wait
 * for the answer; one that is full speaks when a lease ends, and now and then to show that it
 * lives.
 */
final class Pace {
  private static final Duration LONG_POLL = Duration.ofSeconds(20);
  private static final Duration LONG_POLL_SEALED = Duration.ofSeconds(2);
  private static final Duration SHORT_FIRST = Duration.ofMillis(100);
  private static final Duration SHORT_LAST = Duration.ofSeconds(1);
  private static final Duration SEALED_STEP = Duration.ofMillis(500);
  private static final Duration TOO_SOON = Duration.ofMillis(30);
  private static final Duration CALM = Duration.ofMillis(200);

  private final Duration heartbeat;
  private Duration shortPoll = SHORT_FIRST;
  private long lastAnswer = System.nanoTime();
  private boolean calm;
  private boolean spoken;

  Pace(long heartbeatMillis) {
    this.heartbeat = Duration.ofMillis(Math.max(500, heartbeatMillis / 2));
  }

  /** What to do next: wait here, or ask the server and let it wait. */
  record Step(Duration localWait, Duration serverWait) {
    static Step here(Duration wait) {
      return new Step(wait, Duration.ZERO);
    }

    static Step ask(Duration wait) {
      return new Step(Duration.ZERO, wait);
    }

    boolean isLocal() {
      return !localWait.isZero();
    }
  }

  /** The next step, by what is due and what is free. */
  Step next(boolean nothingDue, int free, int busy, int sealed) {
    if (calm) {
      calm = false;
      return Step.here(CALM);
    }
    if (!nothingDue) {
      return Step.ask(Duration.ZERO);
    }
    if (free > 0) {
      Duration idle = sealed > 0 ? LONG_POLL_SEALED : LONG_POLL;
      return Step.ask(busy > 0 ? shortPoll : min(idle, heartbeat));
    }
    Duration silence = Duration.ofNanos(System.nanoTime() - lastAnswer);
    Duration due = sealed > 0 ? min(SEALED_STEP, heartbeat) : heartbeat;
    Duration rest = due.minus(silence);
    return rest.isNegative() || rest.isZero() ? Step.ask(Duration.ZERO) : Step.here(rest);
  }

  /**
   * The server answered.
   *
   * @param nothing it took nothing and had nothing for us; after a restart a server may pass over
   *     what it cannot take yet, and is not to be asked again without a breath
   */
  void answered(Duration after, boolean nothing) {
    lastAnswer = System.nanoTime();
    spoken = true;
    calm = nothing && after.compareTo(TOO_SOON) < 0;
    if (!nothing) {
      shortPoll = SHORT_FIRST;
      return;
    }
    Duration longer = shortPoll.plus(shortPoll.dividedBy(2));
    shortPoll = min(longer, SHORT_LAST);
  }

  /** The next step is to speak. */
  void hurry() {
    lastAnswer = System.nanoTime() - heartbeat.toNanos();
    spoken = false;
    calm = false;
  }

  /** Whether the server has answered since {@link #hurry}. */
  boolean hasSpoken() {
    return spoken;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
