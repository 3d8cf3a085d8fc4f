package io.gridbourse.domain.proof.court;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;

/** Something that the ledger said of a trial after its challenge. */
public sealed interface TrialFact {
  /** The hash of this block draws the jury, or its next round. */
  record DrawSet(long block) implements TrialFact {}

  /** A worker was drawn; it may commit until {@code commitEnd}. */
  record JurorDrawn(Address worker, int round, Instant commitEnd) implements TrialFact {}

  /** A juror bound itself to an answer. */
  record VoteCommitted(Address worker) implements TrialFact {}

  /** Answers may be shown from now on, until {@code revealEnd}. */
  record RevealOpened(Instant revealEnd) implements TrialFact {}

  /** A juror showed its answer. */
  record VoteRevealed(Address worker, Bytes32 digest) implements TrialFact {}

  /** It was shown who gave the challenged answer. */
  record SealOpened(Address worker) implements TrialFact {}

  /**
   * It is over.
   *
   * @param verdict what the jury found; zero if it was undecided
   */
  record Ended(TrialState.Event how, Bytes32 verdict, Instant at) implements TrialFact {}
}
