package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.PartitionResult;
import io.gridbourse.contracts.TaskResult;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.TaskSettlement;
import io.gridbourse.domain.market.MatchRules;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** The server's calls of the ledger's contracts, as call data. */
public final class LedgerCalls {
  private LedgerCalls() {}

  /** To the hub: makes a deal of four orders. */
  public static String match(MatchRules.Quartet orders) {
    return HubCalls.matchOrders(
        LedgerOrders.app(orders.app()),
        LedgerOrders.dataset(orders.dataset()),
        LedgerOrders.pool(orders.pool()),
        LedgerOrders.request(orders.request()));
  }

  /** To the hub: certifies and pays a partition. */
  public static String settle(PartitionSettlement settlement) {
    return HubCalls.settlePartition(result(settlement));
  }

  static PartitionResult result(PartitionSettlement settlement) {
    return new PartitionResult(
        settlement.deal().hex(),
        settlement.partition(),
        settlement.partitionSize(),
        settlement.resultsRoot().hex(),
        settlement.results(),
        settlement.failedTasks(),
        settlement.commitments().stream()
            .map(
                commitment ->
                    new PartitionResult.Commitment(
                        commitment.worker().hex(),
                        commitment.tasks(),
                        commitment.accumulator().hex(),
                        commitment.signature()))
            .toList(),
        settlement.ballots().stream()
            .map(
                ballot ->
                    new PartitionResult.Ballot(
                        ballot.tasks(), ballot.accepted(), ballot.rejected(), ballot.silent()))
            .toList());
  }

  /** To the hub: certifies and pays a task, or gives its price back. */
  public static String settle(TaskSettlement task) {
    return task.result()
        .map(result -> HubCalls.settleTask(result(task, result)))
        .orElseGet(
            () -> HubCalls.giveUp(task.deal().hex(), List.of(BigInteger.valueOf(task.index()))));
  }

  private static TaskResult result(TaskSettlement task, TaskSettlement.Result result) {
    return new TaskResult(
        task.deal().hex(),
        BigInteger.valueOf(task.index()),
        task.partition(),
        result.digest().hex(),
        result.results(),
        result.callback(),
        result.votes().stream()
            .map(
                vote ->
                    new TaskResult.Vote(
                        vote.worker().hex(),
                        vote.silent(),
                        vote.answer().hex(),
                        List.of(),
                        Bytes32.ZERO.hex(),
                        List.of(),
                        1,
                        vote.signature()))
            .toList());
  }

  /** To the hub: opens tasks of a deal by their indexes. */
  public static String openTasks(DealId deal, long... indexes) {
    return HubCalls.initializeArray(
        deal.hex(), Arrays.stream(indexes).mapToObj(BigInteger::valueOf).toList());
  }

  /** To the app registry: registers an app. */
  public static String createApp(Address owner, String name, String multiaddr, Sha256 checksum) {
    return HubCalls.createApp(owner.hex(), name, multiaddr, Hex.of(checksum.bytes()));
  }
}
