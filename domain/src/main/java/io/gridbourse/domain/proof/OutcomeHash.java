package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.value.Sha256;
import java.security.MessageDigest;

/** The hash that names the outcomes of a bag. */
public enum OutcomeHash {
  /** For all outcomes that stay in the grid. */
  SHA256,
  /** For outcomes that a contract is called back with: the ledger binds them by this one. */
  KECCAK256;

  private static final int BYTES = 32;

  /** Hashes many outcomes, one after the other. */
  public static final class Hasher {
    private final OutcomeHash kind;
    private final MessageDigest sha256 = Sha256.newDigest();
    private final Keccak256 keccak256 = new Keccak256();

    Hasher(OutcomeHash kind) {
      this.kind = kind;
    }

    /** The digest of {@code length} bytes from {@code offset}. */
    public byte[] of(byte[] bytes, int offset, int length) {
      return switch (kind) {
        case SHA256 -> {
          sha256.update(bytes, offset, length);
          yield sha256.digest();
        }
        case KECCAK256 -> {
          byte[] digest = new byte[BYTES];
          keccak256.update(bytes, offset, length).finish(digest, 0);
          yield digest;
        }
      };
    }

    /** The digest of an outcome. */
    public byte[] of(byte[] outcome) {
      return of(outcome, 0, outcome.length);
    }
  }

  /** A hasher, for one thread. */
  public Hasher hasher() {
    return new Hasher(this);
  }
}
