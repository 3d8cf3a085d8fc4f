package io.gridbourse.worker.outcome;

/** The end of one task. */
public sealed interface TaskOutcome {
  /** A program that ended well; the bytes are standard output or the packed output files. */
  final class Succeeded implements TaskOutcome {
    /** Succeeded, and said nothing. */
    public static final Succeeded SILENT = new Succeeded(new byte[0]);

    private final byte[] bytes;

    public Succeeded(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The outcome, not copied. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /**
   * A program that failed by itself.
   *
   * @param exitCode as the program gave it; 0 where there is none
   * @param message its last words, for people; no part of the digest
   */
  record Failed(FailureKind kind, int exitCode, String message) implements TaskOutcome {
    private static final int MESSAGE_MAX = 2_000;

    public Failed {
      if (message.length() > MESSAGE_MAX) {
        message = message.substring(message.length() - MESSAGE_MAX);
      }
    }
  }
}
