package io.gridbourse.ejb.ledger;

/**
 * Follows the ledger's events. Every CDI bean of this type is called, in no order that counts,
 * within the transaction that reads, undoes or finalises the event: what a handler writes is stored
 * with it or not at all, and what it throws stops the reader at that block. A handler therefore
 * writes rows and asks nobody outside the database.
 */
public interface LedgerEventHandler {
  /**
   * The event is in a block that may still go away. If that very block comes back after it was
   * undone, the same row is seen again.
   */
  default void seen(LedgerEvent event) {}

  /**
   * A reorganisation took the event's block away; the newest events come first. The same event may
   * be seen again, in another block.
   *
   * @param wasFinal whether {@link #finalised} had been called for it
   */
  default void undone(LedgerEvent event, boolean wasFinal) {}

  /** The event is in a final block. Called once for a row, or once more after it was undone. */
  default void finalised(LedgerEvent event) {}
}
