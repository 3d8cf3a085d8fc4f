package io.gridbourse.worker.outcome;

import io.gridbourse.domain.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Digests of outcomes. A success is named by the SHA-256 of its bytes, a failure by that of {@code
 * gridbourse-failure:<kind>:<exit code>}, so that a failure can be voted for like a result. Not for
 * use by several threads.
 */
public final class OutcomeDigests {
  /** Bytes of a digest. */
  public static final int BYTES = 32;

  private static final byte[] EMPTY = Sha256.newDigest().digest();

  private final MessageDigest sha256 = Sha256.newDigest();
  private byte[] lastInput = new byte[0];
  private byte[] lastDigest = EMPTY;

  /** The digest of an outcome, 32 bytes, not to be changed. */
  public byte[] of(TaskOutcome outcome) {
    if (outcome instanceof TaskOutcome.Failed failed) {
      String text = "gridbourse-failure:" + failed.kind() + ":" + failed.exitCode();
      return of(text.getBytes(StandardCharsets.US_ASCII));
    }
    return of(((TaskOutcome.Succeeded) outcome).bytes());
  }

  /** Neighbours often end alike: the digest of the last bytes is kept. */
  private byte[] of(byte[] bytes) {
    if (bytes.length == 0) {
      return EMPTY;
    }
    if (bytes != lastInput) {
      if (!java.util.Arrays.equals(bytes, lastInput)) {
        lastDigest = sha256.digest(bytes);
      }
      lastInput = bytes;
    }
    return lastDigest;
  }
}
