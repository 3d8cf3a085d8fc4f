package io.gridbourse.domain.value;

import java.util.HexFormat;
import java.util.Locale;

/** Hexadecimal text with a leading {@code 0x}, as the ledger writes it. */
public final class Hex {
  private Hex() {}

  /** Bytes as lower-case hexadecimal text with a leading {@code 0x}. */
  public static String of(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  /**
   * Bytes of hexadecimal text.
   *
   * @throws IllegalArgumentException if the text lacks {@code 0x}, has an odd length or other
   *     characters
   */
  public static byte[] bytes(String hex) {
    if (!hex.startsWith("0x")) {
      throw new IllegalArgumentException("hex text must start with 0x: " + shortened(hex));
    }
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }

  /** Lower-case text of exactly {@code length} bytes, or an error that names {@code what}. */
  public static String require(String hex, int length, String what) {
    String lower = hex.toLowerCase(Locale.ROOT);
    if (lower.length() != 2 + 2 * length || !lower.matches("0x[0-9a-f]*")) {
      throw new IllegalArgumentException(
          what + " must be 0x and " + 2 * length + " hex digits, but is " + shortened(hex));
    }
    return lower;
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
