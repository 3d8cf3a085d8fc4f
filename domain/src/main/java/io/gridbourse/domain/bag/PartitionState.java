package io.gridbourse.domain.bag;

import java.util.Map;
import java.util.Optional;

/** The life of a partition. */
public enum PartitionState {
  /** No node has driven it yet. */
  WAITING,
  /** A node owns it under an epoch and gives out its tasks. */
  RUNNING,
  /** Every task is certified or given up, and the ledger has not been told. */
  DECIDED,
  /** Its acceptance on one vote per task is on the way to the ledger. */
  ACCEPTING,
  /** Accepted in a final block: any task may be challenged, and nothing is paid yet. */
  ACCEPTED,
  /** Its settlement is on the way to the ledger. */
  SETTLING,
  /** Paid in a final block. */
  SETTLED,
  /** The ledger refused its settlement, or its deadline passed; the money can be claimed back. */
  REFUSED;

  private static final Map<PartitionState, Map<Event, PartitionState>> EDGES =
      Map.of(
          WAITING,
          Map.of(Event.OWNED, RUNNING),
          RUNNING,
          Map.of(Event.OWNED, RUNNING, Event.ALL_DECIDED, DECIDED),
          DECIDED,
          Map.of(
              Event.REOPENED, WAITING,
              Event.SETTLEMENT_PLANNED, SETTLING,
              Event.ACCEPTANCE_PLANNED, ACCEPTING),
          ACCEPTING,
          Map.of(Event.ACCEPTANCE_FINAL, ACCEPTED, Event.SETTLEMENT_REFUSED, REFUSED),
          ACCEPTED,
          Map.of(
              Event.SETTLEMENT_PLANNED, SETTLING,
              Event.SETTLEMENT_FINAL, SETTLED,
              Event.SETTLEMENT_REFUSED, REFUSED),
          SETTLING,
          Map.of(Event.SETTLEMENT_FINAL, SETTLED, Event.SETTLEMENT_REFUSED, REFUSED));

  /** What can happen to a partition. */
  public enum Event {
    /** A node took it, with the next epoch. */
    OWNED,
    /** No task is open any more. */
    ALL_DECIDED,
    /** Who carried a certificate was caught: its tasks are open again. */
    REOPENED,
    /** The intent to settle is stored. */
    SETTLEMENT_PLANNED,
    /** The settlement is in a final block. */
    SETTLEMENT_FINAL,
    /** The ledger refused the settlement, or the acceptance until the deadline. */
    SETTLEMENT_REFUSED,
    /** The intent to accept is stored. */
    ACCEPTANCE_PLANNED,
    /** The acceptance is in a final block. */
    ACCEPTANCE_FINAL
  }

  /** The state after {@code event}, or empty if the event is illegal here. */
  public Optional<PartitionState> on(Event event) {
    return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(event));
  }

  /** Whether nothing can follow. */
  public boolean isFinal() {
    return !EDGES.containsKey(this);
  }

  /** Whether its answers are told to the ledger for good, whether paid or not. */
  public boolean isDelivered() {
    return isFinal() || this == ACCEPTED;
  }

  /** Whether tasks of it may still be leased. */
  public boolean isOpen() {
    return this == WAITING || this == RUNNING;
  }
}
