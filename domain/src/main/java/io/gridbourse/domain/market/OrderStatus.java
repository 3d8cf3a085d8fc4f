package io.gridbourse.domain.market;

/**
 * What an order in the book is good for. It is never written: it follows from what deals used, what
 * the ledger and the owner closed, the time, and whether the owner can keep its word.
 */
public enum OrderStatus {
  /** It can be matched. */
  OPEN,
  /** Deals have used it up; a reorganisation can give it back. */
  FILLED,
  /** Its owner closed it on the ledger. */
  CLOSED,
  /** Its owner took it from the book; it is still valid on the ledger. */
  WITHDRAWN,
  /** The time that its publisher gave is over; it is still valid on the ledger. */
  EXPIRED,
  /** Its owner lacks stake, money or the entry; it comes back with them. */
  DEAD
}
