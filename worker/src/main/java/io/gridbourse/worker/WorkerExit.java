package io.gridbourse.worker;

/** Ends a command with an exit code and a message for people. */
final class WorkerExit extends Exception {
  /** The command line or a file is wrong. */
  static final int USAGE = 2;

  /** Not allowed: token, identity. */
  static final int NOT_ALLOWED = 4;

  /** The server or the network is away. */
  static final int AWAY = 5;

  /** A conflict, or a limit. */
  static final int CONFLICT = 6;

  /** Nothing can be run here: no driver holds, too old a Java, no home. */
  static final int UNFIT = 1;

  private static final long serialVersionUID = 1L;
  private final int code;

  WorkerExit(int code, String message) {
    super(message);
    this.code = code;
  }

  WorkerExit(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  int code() {
    return code;
  }
}
