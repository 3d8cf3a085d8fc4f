package io.gridbourse.domain.ledger;

import java.math.BigInteger;

/** An amount of money in nRLC (10^-9 RLC): exact, from 0 to 2^256 - 1, never negative. */
public record NanoRlc(BigInteger units) implements Comparable<NanoRlc> {
  public static final NanoRlc ZERO = new NanoRlc(BigInteger.ZERO);
  private static final int BITS_MAX = 256;
  private static final int DIGITS_MAX = 78;

  public NanoRlc {
    if (units.signum() < 0) {
      throw new IllegalArgumentException("an amount cannot be negative: " + units);
    }
    if (units.bitLength() > BITS_MAX) {
      throw new ArithmeticException("an amount exceeds 2^256 - 1 nRLC");
    }
  }

  public static NanoRlc of(long units) {
    return new NanoRlc(BigInteger.valueOf(units));
  }

  /**
   * Reads decimal digits, with or without the unit {@code nRLC}. The length is checked before the
   * number is parsed, because parsing takes time that grows with its square.
   *
   * @throws IllegalArgumentException if the text is anything else, or more than 2^256 - 1
   */
  public static NanoRlc parse(String text) {
    String digits = text.strip().replaceFirst("\\s*nRLC$", "");
    if (digits.length() > DIGITS_MAX || !digits.matches("[0-9]+")) {
      throw new IllegalArgumentException(
          "an amount must be 1 to 78 decimal digits and optionally nRLC");
    }
    BigInteger units = new BigInteger(digits);
    if (units.bitLength() > BITS_MAX) {
      throw new IllegalArgumentException("an amount must be at most 2^256 - 1 nRLC");
    }
    return new NanoRlc(units);
  }

  public NanoRlc plus(NanoRlc other) {
    return new NanoRlc(units.add(other.units));
  }

  /**
   * The difference.
   *
   * @throws IllegalArgumentException if {@code other} is larger
   */
  public NanoRlc minus(NanoRlc other) {
    return new NanoRlc(units.subtract(other.units));
  }

  public NanoRlc times(long factor) {
    return new NanoRlc(units.multiply(BigInteger.valueOf(factor)));
  }

  /** {@code percent} hundredths, rounded down. */
  public NanoRlc percentFloor(long percent) {
    return new NanoRlc(units.multiply(BigInteger.valueOf(percent)).divide(BigInteger.valueOf(100)));
  }

  public boolean isZero() {
    return units.signum() == 0;
  }

  @Override
  public int compareTo(NanoRlc other) {
    return units.compareTo(other.units);
  }

  @Override
  public String toString() {
    return units + " nRLC";
  }
}
