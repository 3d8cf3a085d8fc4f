package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * A program that failed by itself. It is an answer like any other: if the trust is reached, the
 * failure is certified and paid.
 *
 * @param index the task
 * @param message last words of the program, for people; not part of the vote
 */
public record TaskFailure(long index, Kind kind, int exitCode, String message) {
  private static final int MESSAGE_MAX = 2_000;

  public TaskFailure {
    message = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
  }

  /** How a program fails. */
  public enum Kind {
    /** It ended with an exit code other than 0. */
    EXIT,
    /** It did something that its machine does not allow. */
    TRAP,
    /** It wanted more memory than its limit. */
    MEMORY,
    /** It ran longer than its wall time. */
    TIME,
    /** It wrote more than its limit, or not what it declared. */
    OUTPUT
  }

  /** The digest that stands for this failure: SHA-256 of {@code gridbourse-failure:kind:code}. */
  public byte[] digest() {
    String text = "gridbourse-failure:" + kind.name() + ":" + exitCode;
    return Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
