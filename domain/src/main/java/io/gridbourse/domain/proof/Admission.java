package io.gridbourse.domain.proof;

/** What a book says to a worker's message. */
public enum Admission {
  /** It counts, from when its facts are stored. */
  ACCEPTED,
  /** It was accepted before, word for word: nothing changes. */
  REPEATED,
  /** The lease is unknown, of another worker, over, or not needed any more. */
  LEASE_STALE,
  /** The commitment does not continue the worker's chain in this partition; sign it anew. */
  COMMITMENT_STALE,
  /** The lease was committed with another root. */
  ROOT_CONFLICT,
  /** The lease has no commitment, or one comes where answers must come with it. */
  NOT_COMMITTED,
  /** Answers come before they were asked for; they are asked for when all votes are sealed. */
  NOT_ASKED,
  /** The answers do not hash to the committed root; the worker counts as silent. */
  ROOT_MISMATCH;

  /** Whether the worker may forget what it sent. */
  public boolean isSettled() {
    return this == ACCEPTED || this == REPEATED;
  }
}
