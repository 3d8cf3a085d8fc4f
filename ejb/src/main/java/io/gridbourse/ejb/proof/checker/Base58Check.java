package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Base58Check as Bitcoin writes it: the bytes and four bytes of their double SHA-256. */
final class Base58Check {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(58);
  private static final int CHECKSUM_BYTES = 4;
  private static final int TEXT_MAX = 128;

  private Base58Check() {}

  /** Whether every character of a text belongs to Base58. */
  static boolean isBase58(String text) {
    return text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }

  static String encode(byte[] payload) {
    byte[] checked = Arrays.copyOf(payload, payload.length + CHECKSUM_BYTES);
    System.arraycopy(checksum(payload), 0, checked, payload.length, CHECKSUM_BYTES);
    StringBuilder digits = new StringBuilder();
    BigInteger rest = new BigInteger(1, checked);
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      digits.append(ALPHABET.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    for (int i = 0; i < checked.length && checked[i] == 0; i++) {
      digits.append(ALPHABET.charAt(0));
    }
    return digits.reverse().toString();
  }

  /** The payload, if the text is the one encoding of it. */
  static Optional<byte[]> decode(String text) {
    if (text.isEmpty() || text.length() > TEXT_MAX || !isBase58(text)) {
      return Optional.empty();
    }
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
      zeros++;
    }
    BigInteger number = BigInteger.ZERO;
    for (int i = zeros; i < text.length(); i++) {
      number = number.multiply(BASE).add(BigInteger.valueOf(ALPHABET.indexOf(text.charAt(i))));
    }
    byte[] magnitude = number.signum() == 0 ? new byte[0] : unsigned(number);
    byte[] checked = new byte[zeros + magnitude.length];
    System.arraycopy(magnitude, 0, checked, zeros, magnitude.length);
    if (checked.length < CHECKSUM_BYTES) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOf(checked, checked.length - CHECKSUM_BYTES);
    byte[] sum = Arrays.copyOfRange(checked, payload.length, checked.length);
    return Arrays.equals(sum, checksum(payload)) ? Optional.of(payload) : Optional.empty();
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] checksum(byte[] payload) {
    byte[] once = Sha256.newDigest().digest(payload);
    return Arrays.copyOf(Sha256.newDigest().digest(once), CHECKSUM_BYTES);
  }
}
