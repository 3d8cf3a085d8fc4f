package io.gridbourse.contracts;

import java.math.BigInteger;

/**
 * What the hub reported: one record per event of the contract. Where it happened stays with the log
 * it came from.
 */
public sealed interface HubEvent {
  /** Four orders became a deal of {@code volume} tasks. */
  record OrdersMatched(
      String dealId,
      String appHash,
      String datasetHash,
      String workerpoolHash,
      String requestHash,
      BigInteger volume)
      implements HubEvent {}

  /** A pool has work. */
  record SchedulerNotice(String workerpool, String dealId) implements HubEvent {}

  /** A partition was certified and paid. */
  record PartitionSettled(
      String dealId,
      long partition,
      String resultsRoot,
      long certifiedTasks,
      long failedTasks,
      String results)
      implements HubEvent {}

  /** What a worker did in a partition (tasks), and what it got and lost (nRLC). */
  record PartitionContribution(
      String dealId,
      long partition,
      String worker,
      long accepted,
      long rejected,
      BigInteger reward,
      BigInteger seized)
      implements HubEvent {}

  /** The open tasks of a partition were refunded after the final deadline. */
  record PartitionClaimed(String dealId, long partition, long tasks) implements HubEvent {}

  /** A single task was opened. */
  record TaskInitialized(String taskId, String workerpool) implements HubEvent {}

  /**
   * A worker gave its sealed answer; {@code hash} is equal for workers that agree, and zero for a
   * relayed worker that never showed its answer.
   */
  record TaskContributed(String taskId, String worker, String hash) implements HubEvent {}

  /** Enough workers agree. */
  record TaskConsensus(String taskId, String consensus) implements HubEvent {}

  /** A worker showed its answer. */
  record TaskRevealed(String taskId, String worker, String digest) implements HubEvent {}

  /** Nobody showed the answer in time: the task takes answers again. */
  record TaskReopened(String taskId) implements HubEvent {}

  /** A single task was certified and paid; {@code results} says where its result is. */
  record TaskFinalized(String taskId, String results) implements HubEvent {}

  /** A worker's score rose for a single task. */
  record AccurateContribution(String worker, String taskId) implements HubEvent {}

  /** A worker lost its stake and a third of its score for a single task. */
  record FaultyContribution(String worker, String taskId) implements HubEvent {}

  /** A single task was refunded, after its final deadline or because its pool gave it up. */
  record TaskClaimed(String taskId) implements HubEvent {}

  /** A free amount changed hands; deposits come from address zero, locks go to the hub. */
  record Transfer(String from, String to, BigInteger amount) implements HubEvent {}

  /** A free amount was locked. */
  record Lock(String account, BigInteger amount) implements HubEvent {}

  /** A locked amount became free. */
  record Unlock(String account, BigInteger amount) implements HubEvent {}

  /** An account was paid; {@code ref} is the task, or the deal when a partition was settled. */
  record Reward(String account, BigInteger amount, String ref) implements HubEvent {}

  /** A locked amount was taken; {@code ref} as for {@link Reward}. */
  record Seize(String account, BigInteger amount, String ref) implements HubEvent {}

  /** A worker put up more. */
  record Pledged(String worker, BigInteger amount) implements HubEvent {}

  /** A worker asked a part of its pledge back, free at {@code availableAt} (seconds since 1970). */
  record UnpledgeRequested(String worker, BigInteger amount, long availableAt)
      implements HubEvent {}

  /** What a worker had asked back became free. */
  record Unpledged(String worker, BigInteger amount) implements HubEvent {}

  /** What was left of an order was closed. */
  record OrderClosed(OrderKind kind, String orderHash) implements HubEvent {}

  /** An order was signed on the ledger. */
  record OrderSigned(OrderKind kind, String orderHash) implements HubEvent {}

  /**
   * Somebody published an order on the ledger, which looks neither at it nor at its signature.
   *
   * @param order an {@link AppOrder}, {@link DatasetOrder}, {@link WorkerpoolOrder} or {@link
   *     RequestOrder}
   */
  record OrderBroadcast(OrderKind kind, Record order) implements HubEvent {}

  /** A category was added. */
  record CategoryCreated(long category, String name, String description, long workClockSeconds)
      implements HubEvent {}

  /**
   * A partition was accepted; it can be challenged until {@code windowEnd} (seconds since 1970).
   */
  record PartitionAccepted(
      String dealId,
      long partition,
      String resultsRoot,
      long certifiedTasks,
      long failedTasks,
      long windowEnd,
      String results)
      implements HubEvent {}

  /** Somebody says that a task's accepted digest is wrong; the jury is drawn by a block's hash. */
  record TaskChallenged(
      long trial,
      String dealId,
      BigInteger idx,
      String digest,
      String challenger,
      BigInteger stake,
      long drawBlock)
      implements HubEvent {}

  /** The jury of a trial is drawn by a later block than before. */
  record DrawSet(long trial, long drawBlock) implements HubEvent {}

  /** A worker was drawn; it may commit until {@code commitEnd} (seconds since 1970). */
  record JurorDrawn(long trial, String juror, long round, long commitEnd) implements HubEvent {}

  /** A juror bound itself to an answer. */
  record VoteCommitted(long trial, String juror, String seal) implements HubEvent {}

  /** Answers may be shown until {@code revealEnd} (seconds since 1970). */
  record RevealOpened(long trial, long revealEnd) implements HubEvent {}

  /** A juror showed its answer. */
  record VoteRevealed(long trial, String juror, String digest) implements HubEvent {}

  /** It is shown which worker gave the challenged answer. */
  record SealOpened(long trial, String worker) implements HubEvent {}

  /** A worker may be drawn as a juror; {@code owner} answers for it. */
  record JurorEnlisted(String worker, String owner) implements HubEvent {}

  /** A worker is no juror any more. */
  record JurorStruck(String worker) implements HubEvent {}

  /** A trial is over; {@code verdict} is zero when it was undecided. */
  record TrialEnded(long trial, TrialEnd end, String verdict) implements HubEvent {}

  /** A task's result is another one than was accepted. */
  record ResultCorrected(
      String dealId, long partition, BigInteger idx, String digest, String corrected)
      implements HubEvent {}

  /** How a trial ended. */
  enum TrialEnd {
    UPHELD,
    UNFOUNDED,
    UNDECIDED
  }

  /** The four kinds of orders. */
  enum OrderKind {
    APP,
    DATASET,
    WORKERPOOL,
    REQUEST
  }
}
