package io.gridbourse.ejb.market;

/** What became of an order that somebody wants in the book. */
public sealed interface Publication {
  /**
   * It is in the book.
   *
   * @param isNew false if it was there before
   */
  record Listed(ListedOrder order, boolean isNew) implements Publication {}

  /**
   * It is refused.
   *
   * @param field the member at fault
   */
  record Refused(Reason reason, String field, String detail, String remedy)
      implements Publication {}

  /** Why an order is refused; the names are stable. */
  enum Reason {
    MEMBER_MISSING,
    MEMBER_UNKNOWN,
    MEMBER_INVALID,
    NUMBER_TOO_LARGE,
    TAG_UNKNOWN,
    CATEGORY_UNKNOWN,
    PARAMS_INVALID,
    EXPIRY_INVALID,
    ENTRY_NOT_REGISTERED,
    SIGNATURE_MALFORMED,
    NOT_SIGNED_BY_OWNER,
    NOT_THE_SIGNER,
    USED_UP,
    NOT_MATCHABLE,
    QUOTA_EXCEEDED
  }
}
