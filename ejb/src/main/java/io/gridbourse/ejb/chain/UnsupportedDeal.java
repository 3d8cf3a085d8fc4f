package io.gridbourse.ejb.chain;

/** A deal that no pool of this software can have made, such as one of a category of others. */
public final class UnsupportedDeal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedDeal(String message, Throwable cause) {
    super(message, cause);
  }
}
