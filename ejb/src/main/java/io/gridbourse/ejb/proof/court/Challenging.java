package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.wire.DisputeViews.ChallengeView;
import io.gridbourse.domain.wire.DisputeViews.UnsignedChallenge;

/** What came of a wish to challenge. */
public sealed interface Challenging {
  /** It is on its way to the ledger. */
  record Accepted(ChallengeView challenge) implements Challenging {}

  /** It is to be signed with a key that is not here. */
  record Prepared(UnsignedChallenge challenge) implements Challenging {}

  /** It cannot be. */
  record Refused(Reason reason, String detail, String remedy) implements Challenging {}

  /** There is no such task for the user. */
  record Unknown() implements Challenging {}

  /** Why a challenge cannot be. */
  enum Reason {
    /** The task's result was not accepted on one vote. */
    NOT_ACCEPTED,
    /** The time for challenges is over. */
    WINDOW_OVER,
    /** A trial about it was opened, or is about to be. */
    ALREADY_CHALLENGED,
    /** The account cannot put up the stake. */
    NO_FUNDS,
    /** The ledger would not take it now. */
    LEDGER_REFUSES
  }
}
