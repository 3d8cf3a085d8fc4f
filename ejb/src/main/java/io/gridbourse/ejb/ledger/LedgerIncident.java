package io.gridbourse.ejb.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something about the ledger that an operator must know, kept for good.
 *
 * @param block the newest block before which nothing changed
 * @param times how often it happened while it was open
 * @param endedBy who ended it: {@code audit}, {@code server} or the name of a user
 * @param remedy what ended it, in words
 */
public record LedgerIncident(
    long id,
    Kind kind,
    String detail,
    OptionalLong block,
    int times,
    Instant raisedAt,
    Optional<Instant> endedAt,
    Optional<String> endedBy,
    Optional<String> remedy) {

  /** What happened. */
  public enum Kind {
    /** Blocks that were final are gone; everything above the common block is read again. */
    DEEP_REORGANISATION(true),
    /** An account has other money in the contract than in the book. */
    BOOKS_DIFFER(true),
    /** Deals were lost for good with their blocks; their bags are stopped. */
    DEALS_LOST(false),
    /** A transaction is not included, whatever its fees. */
    TRANSACTION_STUCK(false),
    /** An endpoint said something untrue and is not asked for a while. */
    ENDPOINT_QUARANTINED(false);

    private final boolean freezes;

    Kind(boolean freezes) {
      this.freezes = freezes;
    }

    /** Whether nothing new is signed while it is open. */
    public boolean freezes() {
      return freezes;
    }
  }
}
