package io.gridbourse.cli;

/** How the command ends; scripts rely on these numbers. */
public enum ExitCode {
  /** Done. */
  DONE(0),
  /** The bag or task failed. */
  FAILED(1),
  /** The command line or the file is wrong. */
  USAGE(2),
  /** What was named does not exist, or is not for this user to see. */
  NOT_FOUND(3),
  /** The user may not do this. */
  NOT_ALLOWED(4),
  /** The server or the network failed. */
  SERVER(5),
  /** Something else is in the way: a conflict, a limit, a lack of funds. */
  CONFLICT(6),
  /** The time that was given is over. */
  TIMEOUT(124),
  /** Ctrl-C. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** What the shell sees. */
  public int number() {
    return number;
  }
}
