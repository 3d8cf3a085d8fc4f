package io.gridbourse.contracts;

import java.math.BigInteger;
import java.util.List;

/**
 * What became of a single task, as the ledger is told by the pool: the workers' signed answers, and
 * which of them is the result.
 *
 * @param partition the number in the workers' commitments
 * @param resultDigest the digest that was certified; keccak256 of {@code resultsCallback} for a
 *     deal with a callback
 * @param results where the result is, as text for clients, for instance {@code
 *     {"storage":"ipfs","location":"/ipfs/…"}}
 * @param resultsCallback what the deal's receiver is called back with, in hexadecimal; {@code 0x}
 *     for a deal without a callback
 * @param votes at most {@link PartitionResult#VOTES_PER_TASK_MAX}; none for a task that only waits
 *     to be finalized
 */
public record TaskResult(
    String dealId,
    BigInteger idx,
    long partition,
    String resultDigest,
    String results,
    String resultsCallback,
    List<Vote> votes) {

  public TaskResult {
    dealId = Hex.word(dealId, "deal id");
    resultDigest = Hex.word(resultDigest, "result digest");
    resultsCallback = Hex.bytes(resultsCallback, "callback");
    votes = List.copyOf(votes);
    if (idx.signum() < 0 || partition < 0) {
      throw new IllegalArgumentException(
          "task " + idx + " and partition " + partition + " must be at least 0");
    }
    if (votes.size() > PartitionResult.VOTES_PER_TASK_MAX) {
      throw new IllegalArgumentException(
          "a task has at most %d votes, not %d"
              .formatted(PartitionResult.VOTES_PER_TASK_MAX, votes.size()));
    }
  }

  /**
   * A worker's answer, proven by a commitment of its chain for the partition.
   *
   * @param silent whether the worker never showed its answer
   * @param answer the digest; of a silent worker its seal, or else the root of its lease
   * @param proof the siblings from the seal, keccak256(worker ‖ task id ‖ digest), to the root of
   *     the lease; empty for a lease of one task
   * @param before the accumulator without this lease; zero if it is the first
   * @param later the roots of the leases after this one, up to the commitment that is shown
   * @param tasks how many answers that commitment counts
   * @param sign 65 bytes over {@link SigningDomain#digestOfCommitment}
   */
  public record Vote(
      String worker,
      boolean silent,
      String answer,
      List<String> proof,
      String before,
      List<String> later,
      long tasks,
      String sign) {
    public Vote {
      worker = Hex.address(worker, "worker");
      answer = Hex.word(answer, "answer of " + worker);
      proof = words(proof, "proof of " + worker);
      before = Hex.word(before, "accumulator of " + worker);
      later = words(later, "later leases of " + worker);
      sign = Hex.bytes(sign, "signature of " + worker);
      if (tasks < 1) {
        throw new IllegalArgumentException(
            "tasks committed by " + worker + " must be at least 1, not " + tasks);
      }
    }

    private static List<String> words(List<String> texts, String field) {
      return texts.stream().map(text -> Hex.word(text, field)).toList();
    }
  }
}
