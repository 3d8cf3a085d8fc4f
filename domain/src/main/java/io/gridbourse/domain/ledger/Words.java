package io.gridbourse.domain.ledger;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Numbers as the 32-byte big-endian words that the ledger hashes. */
public final class Words {
  private static final int BYTES = 32;

  private Words() {}

  /** A number from 0 to 2^63 - 1 as a word. */
  public static byte[] uint256(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a word cannot be negative: " + value);
    }
    return ByteBuffer.allocate(BYTES).putLong(BYTES - Long.BYTES, value).array();
  }

  /** A number from 0 to 2^256 - 1 as a word. */
  public static byte[] uint256(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > BYTES * Byte.SIZE) {
      throw new IllegalArgumentException("a word is 0 to 2^256 - 1");
    }
    byte[] raw = value.toByteArray();
    byte[] word = new byte[BYTES];
    int length = Math.min(raw.length, BYTES);
    System.arraycopy(raw, raw.length - length, word, BYTES - length, length);
    return word;
  }
}
