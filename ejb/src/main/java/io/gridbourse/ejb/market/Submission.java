package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.wire.Views;

/** What became of a submission. */
public sealed interface Submission {
  /** It is stored; its deal is on the way, or it waits for one if that was asked. */
  record Accepted(BagId bag) implements Submission {}

  /** What it would cost; nothing was stored. */
  record Quoted(Views.QuoteView quote) implements Submission {}

  /**
   * It is refused; nothing was stored.
   *
   * @param field the field of the BagSpec to look at
   * @param remedy what would make it acceptable
   */
  record Refused(Reason reason, String field, String detail, String remedy) implements Submission {}

  /** Stable codes of refusals. */
  enum Reason {
    /** The app is not registered here, or not yet. */
    UNKNOWN_APP,
    /** The app's results differ from run to run, and the order would need equal bytes. */
    NON_DETERMINISTIC,
    /** A content that the tasks need is not stored here. */
    UNKNOWN_INPUT,
    /** No pool offers the category, trust or resources. */
    NO_POOL_FITS,
    /** Too few workers are on the roll for a jury that could judge the results. */
    NO_JURY,
    /** Parts of the app's results cannot be computed again, or not as the order asks. */
    NO_SAMPLES,
    /** All tasks together cost more than the budget. */
    OVER_BUDGET,
    /** One task costs more than the price limit. */
    PRICE_ABOVE_MAX,
    /** The account has too little free money. */
    NO_FUNDS,
    /** The pool's owner has too little free money for its stake. */
    POOL_STAKE_LOW,
    /** The deadline is over already. */
    DEADLINE_PASSED,
    /** The deadline will rather be missed, and the spec wants it refused then. */
    DEADLINE_UNKEEPABLE,
    /** This installation starts no supporting workers. */
    NO_SUPPORT,
    /** The project has too few free credits for the support that the bag asks for. */
    NO_CREDITS,
    /** The underwriter declines the bag. */
    NOT_INSURABLE
  }
}
