package io.gridbourse.domain.proof;

import java.util.Map;
import java.util.Optional;

/** The life of a slice: a contiguous range of tasks that have the same voters. */
public enum SliceState {
  /** It waits for leases to be taken and answers to be sealed. */
  COLLECTING,
  /** Enough answers are sealed; their workers were asked to reveal. */
  REVEALING,
  /** All its tasks are certified. */
  CERTIFIED,
  /** Some tasks are certified; each run that is not lives on as a slice of its own. */
  SPLIT,
  /** Given up: its tasks are refunded. */
  FAILED,
  /** Nobody voted on it, and its tasks went back to be cut anew. */
  DISSOLVED;

  private static final Map<SliceState, Map<Event, SliceState>> EDGES =
      Map.of(
          COLLECTING,
          Map.of(
              Event.ENOUGH_SEALED, REVEALING,
              Event.AGREED, CERTIFIED,
              Event.DIVIDED, SPLIT,
              Event.UNDECIDED, COLLECTING,
              Event.GIVEN_UP, FAILED,
              Event.RECUT, DISSOLVED),
          REVEALING,
          Map.of(
              Event.AGREED, CERTIFIED,
              Event.DIVIDED, SPLIT,
              Event.UNDECIDED, COLLECTING,
              Event.GIVEN_UP, FAILED));

  /** What can happen to a slice. */
  public enum Event {
    /** If the sealed answers agree, they reach the trust. */
    ENOUGH_SEALED,
    /** All tasks have a certified answer. */
    AGREED,
    /** Some tasks have a certified answer and some do not. */
    DIVIDED,
    /** No task has one: more replicas are needed. */
    UNDECIDED,
    /** Attempts or votes are used up, or the owner cancelled. */
    GIVEN_UP,
    /** Another size suits the next worker better. */
    RECUT
  }

  /** The state after {@code event}, or empty if the event is illegal here. */
  public Optional<SliceState> on(Event event) {
    return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(event));
  }

  /** Whether nothing can follow. */
  public boolean isFinal() {
    return !EDGES.containsKey(this);
  }
}
