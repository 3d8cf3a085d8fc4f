package io.gridbourse.domain.bag;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Bytes32;
import java.math.BigInteger;
import java.util.Locale;

/**
 * A bag's name: {@code b-} and 16 characters, derived from its deal, so that a deal can never
 * become two bags and the name is known before the match is mined.
 */
public record BagId(String text) {
  private static final int CHARACTERS = 16;
  private static final int KEPT_BITS = CHARACTERS * 5;
  private static final int RADIX = 32;

  public BagId {
    text = text.toLowerCase(Locale.ROOT);
    if (!text.matches("b-[0-9a-v]{16}")) {
      throw new IllegalArgumentException(
          "a bag id is b- and 16 characters of 0-9a-v, but is " + text);
    }
  }

  /** The bag of a deal: the first 80 bits of the deal id in base 32. */
  public static BagId of(DealId deal) {
    BigInteger bits =
        new BigInteger(1, new Bytes32(deal.hex()).bytes()).shiftRight(256 - KEPT_BITS);
    String digits = bits.toString(RADIX);
    return new BagId("b-" + "0".repeat(CHARACTERS - digits.length()) + digits);
  }

  @Override
  public String toString() {
    return text;
  }
}
