package io.gridbourse.ejb.ledger;

import java.util.Map;
import java.util.Optional;

/** The life of something that the server sends to the ledger. Only this table allows changes. */
public enum OutboxState {
  /** Wanted; no nonce is taken yet. */
  PLANNED,
  /** Nonce and signed bytes are stored; nobody has seen them yet. */
  SIGNED,
  /** The chain took it; it waits for a block. */
  SENT,
  /** It is in a block that may still be reorganised away. */
  MINED,
  /** It is in a final block, and did what was wanted; only a deep reorganisation undoes that. */
  FINAL,
  /** The chain lost it; the same bytes are sent again. */
  DROPPED,
  /** The ledger refuses it; the reason is stored. */
  REFUSED;

  private static final Map<OutboxState, Map<Event, OutboxState>> EDGES =
      Map.of(
          PLANNED,
          Map.of(Event.SIGNED, SIGNED, Event.REVERTED, REFUSED),
          SIGNED,
          Map.of(
              Event.ACCEPTED, SENT,
              Event.INCLUDED, MINED,
              Event.NONCE_TAKEN, PLANNED),
          SENT,
          Map.of(
              Event.INCLUDED, MINED,
              Event.BUMPED, SIGNED,
              Event.LOST, DROPPED,
              Event.NONCE_TAKEN, PLANNED),
          DROPPED,
          Map.of(
              Event.ACCEPTED, SENT,
              Event.INCLUDED, MINED,
              Event.NONCE_TAKEN, PLANNED),
          MINED,
          Map.of(
              Event.INCLUDED, MINED,
              Event.LOST, DROPPED,
              Event.FINALISED, FINAL,
              Event.REVERTED, REFUSED),
          FINAL,
          Map.of(Event.ORPHANED, DROPPED),
          REFUSED,
          Map.of(Event.ORPHANED, DROPPED));

  /** What can happen to it. */
  public enum Event {
    /** It got a nonce and signed bytes. */
    SIGNED,
    /** The chain took the bytes. */
    ACCEPTED,
    /** It got higher fees and new bytes for the same nonce. */
    BUMPED,
    /** The chain no longer has it. */
    LOST,
    /** A block has it. */
    INCLUDED,
    /** That block is final. */
    FINALISED,
    /** The contract refuses, in a simulation or in a final block. */
    REVERTED,
    /** Another transaction used its nonce. */
    NONCE_TAKEN,
    /** The block that decided about it was final, and is gone. */
    ORPHANED
  }

  /** The state after {@code event}, or empty if the event is illegal here. */
  public Optional<OutboxState> on(Event event) {
    return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(event));
  }

  /** Whether nothing can follow while the chain keeps its final blocks. */
  public boolean isFinal() {
    return switch (this) {
      case FINAL, REFUSED -> true;
      case PLANNED, SIGNED, SENT, MINED, DROPPED -> false;
    };
  }
}
