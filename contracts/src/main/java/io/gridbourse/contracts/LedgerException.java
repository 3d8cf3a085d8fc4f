package io.gridbourse.contracts;

/**
 * The ledger cannot be used as it is, or it refused a call; the message says why and what to do.
 */
public final class LedgerException extends RuntimeException {
  public LedgerException(String message) {
    super(message);
  }

  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
