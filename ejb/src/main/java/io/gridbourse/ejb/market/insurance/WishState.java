package io.gridbourse.ejb.market.insurance;

import java.util.Map;
import java.util.Optional;

/** The life of something wanted of the insurance. Only this table allows changes. */
public enum WishState {
  /** Asked for; a policy also waits for its deal. */
  WANTED,
  /** The insurance is being allowed to take the money. */
  APPROVING,
  /** It is on its way to the insurance. */
  SENT,
  /** It is in a block that may still be reorganised away. */
  MINED,
  /** It is done for good. */
  DONE,
  /** It is not done; the reason is stored. */
  REFUSED;

  private static final Map<WishState, Map<Event, WishState>> EDGES =
      Map.of(
          WANTED,
          Map.of(Event.APPROVAL_PLANNED, APPROVING, Event.PLANNED, SENT, Event.DECLINED, REFUSED),
          APPROVING,
          Map.of(Event.PLANNED, SENT, Event.DECLINED, REFUSED),
          SENT,
          Map.of(Event.INCLUDED, MINED, Event.OUTDATED, WANTED, Event.DECLINED, REFUSED),
          MINED,
          Map.of(Event.FINALISED, DONE, Event.OUTDATED, WANTED, Event.DECLINED, REFUSED));

  /** What can happen to it. */
  public enum Event {
    /** The transaction that allows the insurance to take the money is planned. */
    APPROVAL_PLANNED,
    /** Its own transaction is planned. */
    PLANNED,
    /** A block has it. */
    INCLUDED,
    /** That block is final. */
    FINALISED,
    /** Its quote ended before a block had it: it is quoted again. */
    OUTDATED,
    /** The underwriter or the ledger declined. */
    DECLINED
  }

  /** The state after {@code event}, or empty if the event is illegal here. */
  public Optional<WishState> on(Event event) {
    return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(event));
  }

  /** Whether nothing can follow. */
  public boolean isFinal() {
    return !EDGES.containsKey(this);
  }
}
