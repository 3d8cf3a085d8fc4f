package io.gridbourse.domain.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The price of insuring a deal.
 *
 * <p>A task is paid for once, whatever went wrong, so the rate of loss is at most the sum of the
 * rates of the perils. Each rate is taken at its mean and {@link #CAUTION} standard deviations,
 * which covers what is not known yet: the premium of a pool without a history is high, and falls as
 * it delivers. The insurers' margin comes on top:
 *
 * <pre>premium = cover · tasks · min(RATE_MAX, (1 + MARGIN) · Σ (mean + CAUTION · deviation))</pre>
 *
 * rounded up to the next nRLC. Beyond {@link #RATE_MAX} a deal is not insured: there the premium
 * would be most of the cover.
 */
public final class Premium {
  /** Standard deviations above the mean that a rate is taken at. */
  public static final double CAUTION = 1.0;

  /** What insurers earn on top of the expected loss. */
  public static final double MARGIN = 0.2;

  /** The highest premium, as a share of the cover. */
  public static final double RATE_MAX = 0.5;

  private Premium() {}

  /**
   * What may go wrong.
   *
   * @param failed the task is not certified
   * @param late its result comes after the insured deadline
   * @param overturned the court finds another result
   */
  public record Perils(LossRate failed, LossRate late, LossRate overturned) {}

  /** The premium per nRLC of cover; above {@link #RATE_MAX} the deal should not be insured. */
  public static double rate(Perils perils) {
    double loss =
        cautious(perils.failed()) + cautious(perils.late()) + cautious(perils.overturned());
    return (1 + MARGIN) * loss;
  }

  /** Whether a deal of such perils is insured at all. */
  public static boolean isInsurable(Perils perils) {
    return rate(perils) <= RATE_MAX;
  }

  /**
   * The premium of a deal, at least 1 nRLC.
   *
   * @param coverPerTask above zero
   * @param tasks from 1
   * @throws IllegalArgumentException if the deal is not insurable
   */
  public static NanoRlc of(NanoRlc coverPerTask, long tasks, Perils perils) {
    if (!isInsurable(perils)) {
      throw new IllegalArgumentException("the loss to expect is too high to insure the deal");
    }
    if (coverPerTask.isZero() || tasks < 1) {
      throw new IllegalArgumentException("nothing is covered");
    }
    BigDecimal cover = new BigDecimal(coverPerTask.times(tasks).units());
    return new NanoRlc(
        cover
            .multiply(BigDecimal.valueOf(rate(perils)))
            .setScale(0, RoundingMode.CEILING)
            .toBigIntegerExact());
  }

  private static double cautious(LossRate rate) {
    return Math.min(1, rate.mean() + CAUTION * rate.deviation());
  }
}
