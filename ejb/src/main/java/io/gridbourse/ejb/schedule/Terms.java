package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.OutcomeHash;
import io.gridbourse.domain.proof.ResultChecker;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.proof.checker.LookAtResults;
import java.util.Optional;

/**
 * What the dispatcher must know of a running bag.
 *
 * @param program what workers run
 * @param looks who looks at results before they may win
 * @param domainSeparator of the hub: commitments are signed in it
 */
public record Terms(
    Bag bag,
    Deal deal,
    WorkerWire.Program program,
    LookAtResults.By looks,
    Bytes32 domainSeparator) {
  /** Terms of a bag whose results a checker looks at, if there is one. */
  public Terms(
      Bag bag,
      Deal deal,
      WorkerWire.Program program,
      Optional<ResultChecker> checker,
      Bytes32 domainSeparator) {
    this(bag, deal, program, new LookAtResults.By(checker, Optional.empty()), domainSeparator);
  }

  /** The bag's id. */
  public BagId id() {
    return bag.id();
  }

  /** What the votes of workers must reach: the deal's trust, unless a jury is to reach that. */
  public Trust voteTrust() {
    return bag.spec().verification().isOptimistic() ? Trust.NONE : deal.trust();
  }

  /** Whether what hosts fail with counts against their quotas, and those hold them back. */
  boolean isByQuota() {
    return bag.spec().verification().assurance().isAdaptive();
  }

  /** How outcomes are named: as the ledger binds them, if it calls a contract back with them. */
  public OutcomeHash outcomeHash() {
    return program.callback() ? OutcomeHash.KECCAK256 : OutcomeHash.SHA256;
  }

  /** Bytes that the outcome of one task may have. */
  public int outcomeBytesMax() {
    return (int) program.outputBytesMax();
  }
}
