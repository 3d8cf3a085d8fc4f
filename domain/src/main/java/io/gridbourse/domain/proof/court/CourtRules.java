package io.gridbourse.domain.proof.court;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.Trust;
import java.math.BigInteger;

/**
 * The numbers of the ledger's court for a deal (CourtRules.sol; docs/reference/court.md).
 *
 * @param jurorsNeeded new workers that decide when they agree: the least n with 2^n > trust - 1
 * @param fee what a juror gets and risks: the pool's price of a task, at least 1,000 nRLC
 */
public record CourtRules(int jurorsNeeded, NanoRlc fee) {
  /** Rounds after which a trial without a verdict ends undecided. */
  public static final int ROUNDS_MAX = 3;

  private static final NanoRlc FEE_MIN = NanoRlc.of(1_000);
  private static final int JURY_FACTOR = 2;
  private static final int JURY_EXTRA = 3;

  /** The numbers of a deal. */
  public static CourtRules of(Deal deal) {
    NanoRlc price = deal.prices().pool();
    return new CourtRules(
        jurorsNeeded(deal.trust()), price.compareTo(FEE_MIN) < 0 ? FEE_MIN : price);
  }

  /** How many new workers reach a trust when they agree. */
  public static int jurorsNeeded(Trust trust) {
    int jurors = 1;
    while (BigInteger.ONE.shiftLeft(jurors).compareTo(BigInteger.valueOf(trust.value() - 1)) <= 0) {
      jurors++;
    }
    return jurors;
  }

  /** The most jurors that a trial draws. */
  public int juryMax() {
    return JURY_FACTOR * jurorsNeeded + JURY_EXTRA;
  }

  /** The most that a challenger gets who is right. */
  public NanoRlc bountyMax() {
    return fee.times(jurorsNeeded);
  }

  /** What a challenger puts up, and a pool for each partition. */
  public NanoRlc stake() {
    return fee.times(juryMax());
  }
}
