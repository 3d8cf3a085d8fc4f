package io.gridbourse.worker.driver;

/** A lease could not be run, for no fault of its program: it goes back, whole. */
public final class LeaseNotRunException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a lease goes back, as the protocol names it. */
  public enum Reason {
    /** The worker leaves. */
    DRAINING,
    /** The owner of the machine wants it back. */
    RETREAT,
    /** Counted things that it takes are not free here. */
    BUSY,
    /** The sandbox broke. */
    DRIVER,
    /** Content could not be fetched, or is not what it should be. */
    INPUT,
    /** This machine has too little of something. */
    RESOURCES,
    /** The server or the user took it back. */
    CANCELLED
  }

  private final Reason reason;

  public LeaseNotRunException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public LeaseNotRunException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
