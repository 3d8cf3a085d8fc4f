package io.gridbourse.domain.ledger;

import io.gridbourse.domain.value.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
   * The same answers with one vote for each task, as an acceptance wants them: of those who agree
   * the first one counts, and of the others none. Ballots are in the order of their voters.
   */
  public PartitionSettlement withOneVoteEach() {
    SortedMap<Integer, Long> tasks = new TreeMap<>();
    ballots.forEach(ballot -> tasks.merge(ballot.accepted().get(0), ballot.tasks(), Long::sum));
    List<SignedCommitment> voters = new ArrayList<>();
    List<Ballot> counted = new ArrayList<>();
    tasks.forEach(
        (voter, count) -> {
          counted.add(new Ballot(count, List.of(voters.size()), List.of(), List.of()));
          voters.add(commitments.get(voter));
        });
    return new PartitionSettlement(
        deal, partition, partitionSize, resultsRoot, results, failedTasks, voters, counted);
  }

  /** Tasks with a certified answer. */
  public long certifiedTasks() {
    return ballots.stream().mapToLong(Ballot::tasks).sum();
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

    /** How many voted on each of its tasks. */
    public int voters() {
      return accepted.size() + rejected.stream().mapToInt(List::size).sum() + silent.size();
    }
  }
}
