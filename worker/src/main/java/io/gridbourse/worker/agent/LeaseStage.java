package io.gridbourse.worker.agent;

import java.util.Map;
import java.util.Optional;

/** Where a lease stands on this worker. The table below is the only way from stage to stage. */
public enum LeaseStage {
  /** Its tasks are run. */
  RUNNING,
  /** All tasks have answers; the commit, and for an unsealed lease the answers, are to be sent. */
  ANSWERED,
  /** The server has the commit; the answers wait, sealed, until it asks for them. */
  SEALED,
  /** The server asked: the answers are to be sent. */
  REVEALING,
  /** It goes back undone. */
  RETURNING,
  /** Nothing is left to do or to keep. */
  GONE;

  private static final Map<LeaseStage, Map<Event, LeaseStage>> EDGES =
      Map.of(
          RUNNING,
          Map.of(Event.ENDED, ANSWERED, Event.FAILED, RETURNING, Event.CANCELLED, GONE),
          ANSWERED,
          Map.of(
              Event.COMMITTED,
              SEALED,
              Event.STORED,
              GONE,
              Event.REFUSED,
              GONE,
              Event.CANCELLED,
              GONE),
          SEALED,
          Map.of(Event.ASKED, REVEALING, Event.CANCELLED, GONE),
          REVEALING,
          Map.of(
              Event.STORED,
              GONE,
              Event.NOT_ASKED,
              SEALED,
              Event.UNKNOWN_COMMIT,
              ANSWERED,
              Event.REFUSED,
              GONE,
              Event.CANCELLED,
              GONE),
          RETURNING,
          Map.of(Event.STORED, GONE, Event.REFUSED, GONE, Event.CANCELLED, GONE),
          GONE,
          Map.of());

  /** What can happen to a lease. */
  public enum Event {
    /** Every task has an answer. */
    ENDED,
    /** It could not be run. */
    FAILED,
    /** The server stored the commit of a sealed lease. */
    COMMITTED,
    /** The server stored all that there is. */
    STORED,
    /** The server wants to see the answers. */
    ASKED,
    /** The server says that it did not ask for the answers. */
    NOT_ASKED,
    /** The server says that it has no commit of the lease. */
    UNKNOWN_COMMIT,
    /** The server does not take it. */
    REFUSED,
    /** The server or a drain ends it. */
    CANCELLED
  }

  /** The stage after an event; empty if it changes nothing here. */
  public Optional<LeaseStage> on(Event event) {
    return Optional.ofNullable(EDGES.get(this).get(event));
  }
}
