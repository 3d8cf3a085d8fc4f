package io.gridbourse.contracts;

import io.gridbourse.contracts.abi.Hub;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A single task as the ledger has it.
 *
 * @param dealId zero when the task was never opened
 * @param timeref T of its category, in seconds
 * @param contributionDeadline in seconds since 1970, like the other deadlines; {@code
 *     revealDeadline} is 0 before there is a consensus
 * @param contributors at most the first one; {@link EthCalls#viewContributors} gives all
 * @param results where the result is, as text
 * @param resultsCallback what the receiver is called back with, in hexadecimal
 */
public record TaskView(
    Status status,
    String dealId,
    BigInteger idx,
    long timeref,
    long contributionDeadline,
    long revealDeadline,
    long finalDeadline,
    String consensusValue,
    int revealCounter,
    int winnerCounter,
    List<String> contributors,
    String resultDigest,
    String results,
    long resultsTimestamp,
    String resultsCallback) {

  /** Where a task stands, in the order of the ledger's numbers. */
  public enum Status {
    UNSET,
    ACTIVE,
    REVEALING,
    COMPLETED,
    FAILED;

    private static final List<Status> BY_NUMBER = List.of(values());
  }

  /** Where a worker's answer stands, in the order of the ledger's numbers. */
  public enum ContributionStatus {
    UNSET,
    CONTRIBUTED,
    PROVED,
    REJECTED;

    private static final List<ContributionStatus> BY_NUMBER = List.of(values());
  }

  /**
   * A worker's answer.
   *
   * @param enclave who computed it, or the zero address
   * @param logWeight the integer logarithm of its weight
   */
  public record Contribution(
      ContributionStatus status,
      String resultHash,
      String resultSeal,
      String enclave,
      int logWeight) {
    static Contribution of(Hub.Contribution found) {
      return new Contribution(
          ContributionStatus.BY_NUMBER.get(found.status.intValueExact()),
          Hex.text(found.resultHash),
          Hex.text(found.resultSeal),
          found.enclaveChallenge,
          found.weight.intValueExact());
    }
  }

  static TaskView of(Hub.Task found) {
    return new TaskView(
        Status.BY_NUMBER.get(found.status.intValueExact()),
        Hex.text(found.dealid),
        found.idx,
        found.timeref.longValueExact(),
        found.contributionDeadline.longValueExact(),
        found.revealDeadline.longValueExact(),
        found.finalDeadline.longValueExact(),
        Hex.text(found.consensusValue),
        found.revealCounter.intValueExact(),
        found.winnerCounter.intValueExact(),
        List.copyOf(found.contributors),
        Hex.text(found.resultDigest),
        new String(found.results, StandardCharsets.UTF_8),
        found.resultsTimestamp.longValueExact(),
        Hex.text(found.resultsCallback));
  }
}
