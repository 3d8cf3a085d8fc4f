package io.gridbourse.ejb.market;

import io.gridbourse.domain.wire.Views;

/** What became of the registration of an app. */
public sealed interface Registration {
  /** It is stored, and its way to the ledger is planned or was taken before. */
  record Accepted(Views.AppView app) implements Registration {}

  /**
   * It is refused; nothing was stored.
   *
   * @param field the field of the request to look at
   */
  record Refused(Reason reason, String field, String detail, String remedy)
      implements Registration {}

  /** Stable codes of refusals. */
  enum Reason {
    NAME_INVALID,
    NAME_TAKEN,
    DRIVER_UNKNOWN,
    CONTENT_UNKNOWN,
    NOT_WASM,
    BUNDLE_INVALID,
    IMAGE_INVALID,
    ENTRY_INVALID,
    UNITS_INVALID,
    CHECKER_INVALID,
    PRICE_INVALID
  }
}
