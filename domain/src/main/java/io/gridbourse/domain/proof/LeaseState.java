package io.gridbourse.domain.proof;

import java.util.Map;
import java.util.Optional;

/** The life of a lease. */
public enum LeaseState {
  /** A worker runs its tasks. */
  GRANTED,
  /** Its time is over and the tasks may be given to others; a late answer may still help. */
  EXPIRED,
  /** The worker is bound to its answers and has not shown them. */
  SEALED,
  /** The worker was asked to show its answers. */
  ASKED,
  /** The answers are known and vote. */
  REVEALED,
  /** The worker committed and never showed a fitting answer: it loses its stake on these tasks. */
  SILENT,
  /** The worker gave it back undone. */
  RETURNED,
  /** Its message was wrong; the worker is blamed and the tasks go to others. */
  REFUSED,
  /** Nobody needs it any more. */
  CANCELLED;

  private static final Map<LeaseState, Map<Event, LeaseState>> EDGES =
      Map.of(
          GRANTED,
          Map.of(
              Event.COMMIT, SEALED,
              Event.ANSWER, REVEALED,
              Event.EXPIRE, EXPIRED,
              Event.RETURN, RETURNED,
              Event.REFUSE, REFUSED,
              Event.CANCEL, CANCELLED),
          EXPIRED,
          Map.of(
              Event.COMMIT, SEALED,
              Event.ANSWER, REVEALED,
              Event.RETURN, RETURNED,
              Event.REFUSE, REFUSED,
              Event.CANCEL, CANCELLED),
          SEALED,
          Map.of(
              Event.ASK, ASKED,
              Event.REVEAL, REVEALED,
              Event.MISS_REVEAL, SILENT,
              Event.CANCEL, CANCELLED),
          ASKED,
          Map.of(
              Event.REVEAL, REVEALED,
              Event.MISS_REVEAL, SILENT,
              Event.CANCEL, CANCELLED));

  /** What can happen to a lease. */
  public enum Event {
    /** The worker sends its signed commitment. */
    COMMIT,
    /** The worker sends commitment and answers at once; trust 1 only. */
    ANSWER,
    /** The server wants to see the answers. */
    ASK,
    /** The worker shows answers that fit its commitment. */
    REVEAL,
    /** The time to reveal is over, or what was shown does not fit. */
    MISS_REVEAL,
    /** The time of the lease is over, or its worker is lost. */
    EXPIRE,
    /** The worker gives it back. */
    RETURN,
    /** Root, signature or answer is wrong. */
    REFUSE,
    /** The tasks were decided without it, or the bag was cancelled. */
    CANCEL
  }

  /** The state after {@code event}, or empty if the event is illegal here. */
  public Optional<LeaseState> on(Event event) {
    return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(event));
  }

  /** Whether nothing can follow. */
  public boolean isFinal() {
    return !EDGES.containsKey(this);
  }

  /** Whether the worker is expected to work on it or to keep it sealed. */
  public boolean isHeld() {
    return this == GRANTED || this == SEALED || this == ASKED;
  }
}
