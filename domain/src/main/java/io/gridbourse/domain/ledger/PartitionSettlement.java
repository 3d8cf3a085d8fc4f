package io.gridbourse.domain.ledger;

import io.gridbourse.domain.value.Bytes32;
import java.util.List;

/**
 * All that the ledger needs to pay for one partition in one transaction.
 *
 * @param partitionSize tasks of a full partition of this deal (the last one may have fewer)
 * @param resultsRoot Merkle root over the result hashes keccak256(task id ‖ digest) of the
 *     certified tasks in index order; zero when none was certified
 * @param results where the results can be fetched, at most 256 characters
 * @param failedTasks tasks that were not certified and are refunded
 * @param commitments one of each contributor; ballots refer to them by position
 */
public record PartitionSettlement(
    DealId deal,
    int partition,
    long partitionSize,
    Bytes32 resultsRoot,
    String results,
    long failedTasks,
    List<SignedCommitment> commitments,
    List<Ballot> ballots) {
  public PartitionSettlement {
    commitments = List.copyOf(commitments);
    ballots = List.copyOf(ballots);
  }

  /**
   * Votes that {@code tasks} tasks of the partition have in common. Numbers are positions in the
   * list of commitments.
   *
   * @param accepted contributors whose digest was certified
   * @param rejected groups of contributors, each group agreeing on another digest
   * @param silent contributors that committed and never revealed
   */
  public record Ballot(
      long tasks, List<Integer> accepted, List<List<Integer>> rejected, List<Integer> silent) {
    public Ballot {
      accepted = List.copyOf(accepted);
      rejected = rejected.stream().map(List::copyOf).toList();
      silent = List.copyOf(silent);
    }
  }
}
