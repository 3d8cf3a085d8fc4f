package io.gridbourse.ejb.chain;

/** The chain's endpoint did not answer, or not in a way that can be believed. Try again later. */
public final class ChainUnavailable extends RuntimeException {
  /** What was asked and what came. */
  public ChainUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /** What was asked and what came. */
  public ChainUnavailable(String message) {
    super(message);
  }
}
