package io.gridbourse.domain.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as people read them in a sentence: three significant digits. Who needs the number itself
 * reads the field that holds it.
 */
public final class Figures {
  private static final int DIGITS = 3;

  /** Takes away what binary fractions leave behind: 1 − 0.8 is 0.19999999999999996. */
  private static final MathContext CLEAN = new MathContext(12, RoundingMode.HALF_EVEN);

  private static final MathContext NEAREST = new MathContext(DIGITS, RoundingMode.HALF_EVEN);
  private static final MathContext UP = new MathContext(DIGITS, RoundingMode.CEILING);
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final int PLAIN_DIGITS_MAX = 9;

  private Figures() {}

  /** A finite number, such as 1.5 or 1,234 as 1230. */
  public static String number(double value) {
    return text(clean(value).round(NEAREST));
  }

  /**
   * A probability or share from 0 to 1. Near 1 what is missing to it has three digits, so that
   * 0.99987 does not become 1.
   */
  public static String share(double value) {
    BigDecimal share = clean(value);
    return text(
        share.compareTo(HALF) <= 0
            ? share.round(NEAREST)
            : BigDecimal.ONE.subtract(missing(value).round(NEAREST)));
  }

  /** A bound that something does not exceed, from 0 to 1: rounded up, so that it stays one. */
  public static String atMost(double value) {
    return text(clean(value).round(UP));
  }

  private static BigDecimal missing(double share) {
    return clean(1 - share);
  }

  private static BigDecimal clean(double value) {
    return new BigDecimal(value).round(CLEAN);
  }

  private static String text(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    boolean isPlain =
        shortest.precision() - shortest.scale() <= PLAIN_DIGITS_MAX
            && shortest.scale() <= PLAIN_DIGITS_MAX + DIGITS;
    return isPlain ? shortest.toPlainString() : shortest.toString();
  }
}
