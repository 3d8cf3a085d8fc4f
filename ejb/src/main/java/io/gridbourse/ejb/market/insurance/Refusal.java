package io.gridbourse.ejb.market.insurance;

/**
 * Why something is not insured, bought or moved.
 *
 * @param remedy what would help
 */
public record Refusal(Reason reason, String detail, String remedy) {
  /** Stable codes of refusals. */
  public enum Reason {
    /** There is no insurance here, or its quotes are signed elsewhere. */
    NO_INSURANCE,
    /** There is no such final deal of the asker, or its bag is not run here. */
    UNKNOWN_DEAL,
    /** The deal is insured, or about to be. */
    ALREADY_INSURED,
    /** Something of the deal is decided, or it was cancelled: what is known cannot be insured. */
    TOO_LATE_TO_INSURE,
    /** The bag's own limits make failures or delays likelier than they were. */
    LIMITS_TOO_TIGHT,
    /** The asker decides what becomes of the tasks. */
    INTERESTED_PARTY,
    /** The cover is nothing, or above the price. */
    COVER_OUT_OF_RANGE,
    /** Too much went wrong before. */
    RISK_TOO_HIGH,
    /** The insurers' capital does not suffice. */
    CAPITAL_TOO_SMALL,
    /** The premium is above what was agreed. */
    PREMIUM_ABOVE_MAX,
    /** The account has too little free money. */
    NO_FUNDS
  }

  @Override
  public String toString() {
    return reason + ": " + detail;
  }
}
