package io.gridbourse.ejb.market;

import io.gridbourse.domain.wire.MarketViews.PreviewView;

/** What became of a wish to the market. */
public sealed interface MarketAnswer {
  /** What it gets, or would get. */
  record Answered(PreviewView view) implements MarketAnswer {}

  /**
   * The wish cannot be understood or is not the user's to have; nothing was done.
   *
   * @param field the field of the wish to look at
   */
  record Refused(Reason reason, String field, String detail, String remedy)
      implements MarketAnswer {}

  /** Stable codes of refusals. */
  enum Reason {
    UNKNOWN_APP,
    UNKNOWN_ORDER,
    NOT_YOUR_POOL,
    VALUE_INVALID,
    NOTHING_FITS,
    NO_FUNDS,
    POOL_STAKE_LOW
  }
}
