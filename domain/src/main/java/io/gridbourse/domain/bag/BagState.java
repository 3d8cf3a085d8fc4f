package io.gridbourse.domain.bag;

import java.util.Map;
import java.util.Optional;

/** The life of a bag. The table of edges below is the only place that says which may follow. */
public enum BagState {
  /** Accepted and stored; its request order waits for a match. */
  SUBMITTED,
  /** The match was sent to the ledger and is not yet final. */
  MATCHING,
  /** The deal is final; the bag waits for its job. */
  QUEUED,
  /** Its job runs: tasks are leased and certified. */
  RUNNING,
  /** Every task is certified or given up; the ledger is being told. */
  SETTLING,
  /** All results are there and were accepted on one vote; paid if nobody proves them wrong. */
  ACCEPTED,
  /** Every task was certified and succeeded, and was paid. */
  COMPLETED,
  /** Settled, but at least one task failed; or the market refused it. */
  FAILED,
  /** Ended by its owner; what was certified before was paid. */
  CANCELLED;

  private static final Map<BagState, Map<Event, BagState>> EDGES =
      Map.of(
          SUBMITTED,
          Map.of(
              Event.MATCH_SENT, MATCHING,
              Event.DEAL_FINAL, QUEUED,
              Event.GIVEN_UP, FAILED,
              Event.CANCELLED_UNMATCHED, CANCELLED),
          MATCHING,
          Map.of(
              Event.DEAL_FINAL, QUEUED,
              Event.MATCH_LOST, SUBMITTED,
              Event.GIVEN_UP, FAILED),
          QUEUED,
          Map.of(Event.JOB_STARTED, RUNNING),
          RUNNING,
          Map.of(Event.TASKS_DONE, SETTLING),
          SETTLING,
          Map.of(
              Event.REOPENED, RUNNING,
              Event.ACCEPTED, ACCEPTED,
              Event.SETTLED, COMPLETED,
              Event.SETTLED_WITH_FAILURES, FAILED,
              Event.SETTLED_AFTER_CANCEL, CANCELLED),
          ACCEPTED,
          Map.of(
              Event.SETTLED, COMPLETED,
              Event.SETTLED_WITH_FAILURES, FAILED,
              Event.SETTLED_AFTER_CANCEL, CANCELLED));

  /** What can happen to a bag. */
  public enum Event {
    /** The match went to the outbox. */
    MATCH_SENT,
    /** The match was refused by the ledger for a passing reason, or orphaned; match again. */
    MATCH_LOST,
    /** The ledger's deal is final. */
    DEAL_FINAL,
    /** The batch job of the bag started. */
    JOB_STARTED,
    /** No task is open any more. */
    TASKS_DONE,
    /** Who carried a certificate was caught before it was paid: tasks are open again. */
    REOPENED,
    /** Partitions were accepted, and wait for the end of their windows. */
    ACCEPTED,
    /** All partitions are paid and every task succeeded. */
    SETTLED,
    /** All partitions are paid or refunded, and some task failed. */
    SETTLED_WITH_FAILURES,
    /** All partitions are paid or refunded after the owner cancelled. */
    SETTLED_AFTER_CANCEL,
    /** The market will never match it. */
    GIVEN_UP,
    /** The owner cancelled before a match. */
    CANCELLED_UNMATCHED
  }

  /** The state after {@code event}, or empty if the event is illegal here. */
  public Optional<BagState> on(Event event) {
    return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(event));
  }

  /** Whether nothing can follow. */
  public boolean isFinal() {
    return !EDGES.containsKey(this);
  }
}
