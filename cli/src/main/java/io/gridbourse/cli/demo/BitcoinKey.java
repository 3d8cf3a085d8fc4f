package io.gridbourse.cli.demo;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A private key of Bitcoin and the address that follows from it, computed by BouncyCastle and
 * nothing of the application that found it.
 */
public final class BitcoinKey {
  private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger RADIX = BigInteger.valueOf(DIGITS.length());
  private static final int CHECKSUM_BYTES = 4;
  private static final int KEY_BYTES = 32;
  private static final byte WIF_VERSION = (byte) 0x80;

  private final BigInteger secret;
  private final boolean compressed;

  private BitcoinKey(BigInteger secret, boolean compressed) {
    this.secret = secret;
    this.compressed = compressed;
  }

  /**
   * Reads the wallet import format.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static BitcoinKey parse(String wif) {
    byte[] bytes = checked(decode(wif));
    boolean compressed = bytes.length == KEY_BYTES + 2 && bytes[KEY_BYTES + 1] == 1;
    if (bytes[0] != WIF_VERSION || (!compressed && bytes.length != KEY_BYTES + 1)) {
      throw new IllegalArgumentException("no private key in wallet import format");
    }
    BigInteger secret = new BigInteger(1, Arrays.copyOfRange(bytes, 1, KEY_BYTES + 1));
    return new BitcoinKey(secret, compressed);
  }

  /** The address that pays to the hash of this key's public key. */
  public String address() {
    var curve = SECNamedCurves.getByName("secp256k1");
    byte[] point =
        new FixedPointCombMultiplier().multiply(curve.getG(), secret).getEncoded(compressed);
    byte[] sha = sha256(point);
    RIPEMD160Digest ripemd = new RIPEMD160Digest();
    ripemd.update(sha, 0, sha.length);
    byte[] payload = new byte[1 + ripemd.getDigestSize() + CHECKSUM_BYTES];
    ripemd.doFinal(payload, 1);
    int end = payload.length - CHECKSUM_BYTES;
    byte[] sum = sha256(sha256(Arrays.copyOf(payload, end)));
    System.arraycopy(sum, 0, payload, end, CHECKSUM_BYTES);
    return encode(payload);
  }

  private static byte[] checked(byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    if (end < 1) {
      throw new IllegalArgumentException("too short");
    }
    byte[] payload = Arrays.copyOf(bytes, end);
    byte[] sum = Arrays.copyOf(sha256(sha256(payload)), CHECKSUM_BYTES);
    if (!Arrays.equals(sum, Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new IllegalArgumentException("the checksum is wrong");
    }
    return payload;
  }

  private static byte[] decode(String text) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("not Base58");
      }
      number = number.multiply(RADIX).add(BigInteger.valueOf(digit));
    }
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    BigInteger number = new BigInteger(1, bytes);
    while (number.signum() > 0) {
      BigInteger[] parts = number.divideAndRemainder(RADIX);
      text.append(DIGITS.charAt(parts[1].intValue()));
      number = parts[0];
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      text.append(DIGITS.charAt(0));
    }
    return text.reverse().toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
