package io.gridbourse.domain.market;

/**
 * An order's demand for certainty, from 1: a result is certified when its credibility exceeds 1 -
 * 1/trust (iExec PoCo). Trust 1 accepts a single contribution.
 */
public record Trust(long value) {
  public static final Trust NONE = new Trust(1);
  private static final double CONFIDENCE_MAX = 0.999_999_999;

  public Trust {
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("trust must be 1 to 2147483647, but is " + value);
    }
  }

  /** The smallest trust whose confidence 1 - 1/trust is at least {@code confidence}. */
  public static Trust forConfidence(double confidence) {
    if (!(confidence >= 0 && confidence <= CONFIDENCE_MAX)) {
      throw new IllegalArgumentException(
          "confidence must be 0 to 0.999999999, but is " + confidence);
    }
    // Rounded to absorb the binary error of 1 - confidence: 0.99 must give 100, not 101.
    double exact = 1 / (1 - confidence);
    return new Trust(Math.max(1, (long) Math.ceil(exact * (1 - 1e-9))));
  }

  /** 1 - 1/trust. */
  public double confidence() {
    return 1 - 1.0 / value;
  }
}
