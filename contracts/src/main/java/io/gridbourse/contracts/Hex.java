package io.gridbourse.contracts;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.web3j.utils.Numeric;

/**
 * Checks and converts hexadecimal text; everything that enters a record of this package passes
 * here.
 */
final class Hex {
  static final String ADDRESS_ZERO = "0x" + "0".repeat(40);
  static final String WORD_ZERO = "0x" + "0".repeat(64);

  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");
  private static final Pattern WORD = Pattern.compile("0x[0-9a-f]{64}");
  private static final Pattern BYTES = Pattern.compile("0x(?:[0-9a-f]{2})*");
  private static final int UINT256_BITS = 256;

  private Hex() {}

  static String address(String text, String field) {
    return matching(ADDRESS, text, field, "20 bytes");
  }

  static String word(String text, String field) {
    return matching(WORD, text, field, "32 bytes");
  }

  static String bytes(String text, String field) {
    return matching(BYTES, text, field, "whole bytes");
  }

  static BigInteger amount(BigInteger value, String field) {
    if (value.signum() < 0 || value.bitLength() > UINT256_BITS) {
      throw new IllegalArgumentException(field + " must be between 0 and 2^256 - 1, not " + value);
    }
    return value;
  }

  static String text(byte[] bytes) {
    return Numeric.toHexString(bytes);
  }

  static byte[] decode(String text) {
    return Numeric.hexStringToByteArray(text);
  }

  private static String matching(Pattern form, String text, String field, String what) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!form.matcher(lower).matches()) {
      throw new IllegalArgumentException(
          field + " must be " + what + " in hexadecimal after 0x, not '" + text + "'");
    }
    return lower;
  }
}
