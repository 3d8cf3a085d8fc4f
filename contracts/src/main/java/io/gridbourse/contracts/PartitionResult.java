package io.gridbourse.contracts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What became of a partition, as the ledger is told. Numbers in ballots are indexes into {@code
 * commitments}.
 *
 * @param partitionSize tasks per partition of this deal, the same at every settlement
 * @param resultsRoot root of the Merkle tree over keccak256(task id ‖ result digest)
 * @param results where the results are, as text for the users
 * @param failedTasks tasks nobody could certify; their price goes back to the payer
 */
public record PartitionResult(
    String dealId,
    long partition,
    long partitionSize,
    String resultsRoot,
    String results,
    long failedTasks,
    List<Commitment> commitments,
    List<Ballot> ballots) {

  public static final int CONTRIBUTORS_MAX = 256;
  public static final int BALLOTS_MAX = 1024;
  public static final int VOTES_PER_TASK_MAX = 32;

  private static final long UINT32_MAX = (1L << 32) - 1;

  public PartitionResult {
    dealId = Hex.word(dealId, "deal id");
    resultsRoot = Hex.word(resultsRoot, "results root");
    requireRange(partition, 0, Long.MAX_VALUE, "partition");
    requireRange(partitionSize, 1, Long.MAX_VALUE, "partition size");
    requireRange(failedTasks, 0, UINT32_MAX, "failed tasks");
    commitments = List.copyOf(commitments);
    ballots = List.copyOf(ballots);
    requireRange(commitments.size(), 0, CONTRIBUTORS_MAX, "number of commitments");
    requireRange(ballots.size(), 0, BALLOTS_MAX, "number of ballots");
    int voters = commitments.size();
    ballots.forEach(ballot -> ballot.requireVotesBelow(voters));
  }

  /**
   * A worker's signed word that it answered {@code tasks} tasks.
   *
   * @param sign 65 bytes over {@link SigningDomain#digestOfCommitment}
   */
  public record Commitment(String worker, long tasks, String accumulator, String sign) {
    public Commitment {
      worker = Hex.address(worker, "worker");
      accumulator = Hex.word(accumulator, "accumulator");
      sign = Hex.bytes(sign, "signature of " + worker);
      requireRange(tasks, 1, Long.MAX_VALUE, "tasks committed by " + worker);
    }
  }

  /**
   * {@code tasks} tasks that had exactly these votes.
   *
   * @param accepted who agreed on the certified answer
   * @param rejected groups that agreed on another answer
   * @param silent who committed and never revealed
   */
  public record Ballot(
      long tasks, List<Integer> accepted, List<List<Integer>> rejected, List<Integer> silent) {
    public Ballot {
      requireRange(tasks, 1, UINT32_MAX, "tasks of a ballot");
      accepted = List.copyOf(accepted);
      rejected = rejected.stream().map(List::copyOf).toList();
      silent = List.copyOf(silent);
    }

    private void requireVotesBelow(int commitments) {
      Stream.of(Stream.of(accepted, silent), rejected.stream())
          .flatMap(groups -> groups)
          .flatMap(List::stream)
          .forEach(vote -> requireRange(vote, 0, commitments - 1L, "vote for a commitment"));
    }

    private Ballot renumbered(int[] places) {
      return new Ballot(
          tasks,
          renumber(accepted, places),
          rejected.stream().map(group -> renumber(group, places)).toList(),
          renumber(silent, places));
    }

    private static List<Integer> renumber(List<Integer> votes, int[] places) {
      return votes.stream().map(vote -> places[vote]).toList();
    }
  }

  /**
   * The same result with its commitments in ascending order of worker, which the ledger insists on.
   */
  PartitionResult inLedgerOrder() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, commitments.size()).boxed().toList());
    order.sort(Comparator.comparing(i -> commitments.get(i).worker()));
    int[] places = new int[order.size()];
    for (int place = 0; place < places.length; place++) {
      places[order.get(place)] = place;
    }
    return new PartitionResult(
        dealId,
        partition,
        partitionSize,
        resultsRoot,
        results,
        failedTasks,
        order.stream().map(commitments::get).toList(),
        ballots.stream().map(ballot -> ballot.renumbered(places)).toList());
  }

  BigInteger partitionNumber() {
    return BigInteger.valueOf(partition);
  }

  private static void requireRange(long value, long min, long max, String field) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          field + " must be between " + min + " and " + max + ", not " + value);
    }
  }
}
