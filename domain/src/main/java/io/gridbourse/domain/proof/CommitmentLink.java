package io.gridbourse.domain.proof;

import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.value.Bytes32;

/**
 * Where a worker's signed chain of commitments stands in a partition.
 *
 * @param tasks contributions so far
 * @param accumulator chain of the roots of its leases
 * @param signature of both, hex; empty at the start
 */
public record CommitmentLink(long tasks, Bytes32 accumulator, String signature) {
  /** Nothing contributed yet. */
  public static final CommitmentLink START = new CommitmentLink(0, Bytes32.ZERO, "");

  /** Whether {@code next} is this chain and one more lease. */
  public boolean leadsTo(CommitmentLink next, int count, Bytes32 root) {
    return next.tasks == tasks + count
        && next.accumulator.equals(SignedCommitment.accumulate(accumulator, root));
  }
}
