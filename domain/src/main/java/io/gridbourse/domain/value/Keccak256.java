package io.gridbourse.domain.value;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** The hash of the ledger: Keccak with 256 bits, as Ethereum uses it (not the later SHA3-256). */
public final class Keccak256 {
  private final KeccakDigest digest = new KeccakDigest(256);

  /** Hash of the concatenation of {@code parts}, 32 bytes. */
  public static byte[] of(byte[]... parts) {
    Keccak256 keccak = new Keccak256();
    for (byte[] part : parts) {
      keccak.update(part, 0, part.length);
    }
    byte[] out = new byte[32];
    keccak.finish(out, 0);
    return out;
  }

  /** Adds {@code length} bytes of {@code bytes} from {@code offset}. */
  public Keccak256 update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    return this;
  }

  /** Writes the 32 bytes of the hash at {@code offset} and starts anew; for loops over many. */
  public void finish(byte[] out, int offset) {
    digest.doFinal(out, offset);
  }
}
