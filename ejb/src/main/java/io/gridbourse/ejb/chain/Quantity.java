package io.gridbourse.ejb.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;

/** Numbers of JSON-RPC: hex text whose length is checked before it is parsed. */
final class Quantity {
  private static final int DIGITS_MAX = 64;

  private Quantity() {}

  static BigInteger big(JsonNode node, String what) {
    String text = node.asText();
    if (!text.matches("0x[0-9a-fA-F]{1," + DIGITS_MAX + "}")) {
      throw new ChainUnavailable("the chain's endpoint gave no number for " + what);
    }
    return new BigInteger(text.substring(2), 16);
  }

  static long number(JsonNode node, String what) {
    BigInteger value = big(node, what);
    if (value.bitLength() > 62) {
      throw new ChainUnavailable("the chain's endpoint gave too large a number for " + what);
    }
    return value.longValueExact();
  }

  static String text(long value) {
    return "0x" + Long.toHexString(value);
  }
}
