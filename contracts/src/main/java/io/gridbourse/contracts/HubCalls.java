package io.gridbourse.contracts;

import io.gridbourse.contracts.PartitionResult.Ballot;
import io.gridbourse.contracts.PartitionResult.Commitment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.DynamicStruct;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint16;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/**
 * Call data, in hexadecimal, of the transactions that Gridbourse sends. Signing and sending are the
 * caller's.
 */
public final class HubCalls {
  private static final int SELECTOR_BYTES = 4;
  private static final String SETTLE_PARTITION =
      selector(
          "settlePartition((bytes32,uint256,uint256,bytes32,string,uint32,"
              + "(address,uint64,bytes32,bytes)[],(uint32,uint16[],uint16[][],uint16[])[]))");

  private static final String TASK_RESULT =
      "(bytes32,uint256,uint256,bytes32,bytes,bytes,"
          + "(address,bool,bytes32,bytes32[],bytes32,bytes32[],uint64,bytes)[])";
  private static final String SETTLE_TASK = selector("settleTask(" + TASK_RESULT + ")");
  private static final String SETTLE_TASKS = selector("settleTasks(" + TASK_RESULT + "[])");

  private HubCalls() {}

  /** To the hub, by anybody: makes a deal of four orders, paid by the requester. */
  public static String matchOrders(
      AppOrder app, DatasetOrder dataset, WorkerpoolOrder workerpool, RequestOrder request) {
    return call("matchOrders", app.toAbi(), dataset.toAbi(), workerpool.toAbi(), request.toAbi());
  }

  /** To the hub, by the app's owner: signs the order on the ledger, or closes it for good. */
  public static String manage(AppOrder order, OrderOperation operation) {
    return call("manageAppOrder", operation(order.toAbi(), operation));
  }

  /** To the hub, by the dataset's owner: signs the order on the ledger, or closes it for good. */
  public static String manage(DatasetOrder order, OrderOperation operation) {
    return call("manageDatasetOrder", operation(order.toAbi(), operation));
  }

  /** To the hub, by the pool's owner: signs the order on the ledger, or closes it for good. */
  public static String manage(WorkerpoolOrder order, OrderOperation operation) {
    return call("manageWorkerpoolOrder", operation(order.toAbi(), operation));
  }

  /** To the hub, by the requester: signs the order on the ledger, or closes it for good. */
  public static String manage(RequestOrder order, OrderOperation operation) {
    return call("manageRequestOrder", operation(order.toAbi(), operation));
  }

  /** To the hub, by anybody: publishes a signed order as an event. */
  public static String broadcast(AppOrder order) {
    return call("broadcastAppOrder", order.toAbi());
  }

  /** To the hub, by anybody: publishes a signed order as an event. */
  public static String broadcast(DatasetOrder order) {
    return call("broadcastDatasetOrder", order.toAbi());
  }

  /** To the hub, by anybody: publishes a signed order as an event. */
  public static String broadcast(WorkerpoolOrder order) {
    return call("broadcastWorkerpoolOrder", order.toAbi());
  }

  /** To the hub, by anybody: publishes a signed order as an event. */
  public static String broadcast(RequestOrder order) {
    return call("broadcastRequestOrder", order.toAbi());
  }

  /** What an owner does to an order on the ledger. */
  public enum OrderOperation {
    SIGN(0),
    CLOSE(1);

    private final int number;

    OrderOperation(int number) {
      this.number = number;
    }
  }

  /**
   * To the hub, by the owner of the deal's pool: certifies and pays a partition. Commitments are
   * sorted here.
   */
  public static String settlePartition(PartitionResult result) {
    return SETTLE_PARTITION
        + FunctionEncoder.encodeConstructor(List.of(partitionResult(result.inLedgerOrder())));
  }

  /**
   * To the hub, by anybody, after the final deadline: refunds a partition that was never settled.
   */
  public static String claimPartition(String dealId, long partition) {
    return call(
        "claimPartition", word(dealId, "deal id"), new Uint256(BigInteger.valueOf(partition)));
  }

  /** To the hub, by anybody: opens the task {@code idx} of a deal. */
  public static String initialize(String dealId, BigInteger idx) {
    return call("initialize", word(dealId, "deal id"), new Uint256(idx));
  }

  /** To the hub, by anybody: opens tasks of one deal, all or none. */
  public static String initializeArray(String dealId, List<BigInteger> indexes) {
    return call(
        "initializeArray",
        new DynamicArray<>(
            Bytes32.class, Collections.nCopies(indexes.size(), word(dealId, "deal id"))),
        new DynamicArray<>(Uint256.class, indexes.stream().map(Uint256::new).toList()));
  }

  /** To the hub, by anybody, after the final deadline: refunds an opened task. */
  public static String claim(String taskId) {
    return call("claim", word(taskId, "task id"));
  }

  /** To the hub, by anybody, after the final deadline: refunds opened tasks. */
  public static String claimArray(List<String> taskIds) {
    return call("claimArray", words(taskIds, "task id"));
  }

  /** To the hub, by anybody, after the final deadline: opens and refunds tasks of a deal. */
  public static String initializeAndClaimArray(String dealId, List<BigInteger> indexes) {
    List<String> deals = indexes.stream().map(idx -> dealId).toList();
    return call("initializeAndClaimArray", words(deals, "deal id"), numbers(indexes));
  }

  /**
   * To the hub, by the owner of the deal's pool: takes a task from wherever it stands through
   * contribution, reveal and payment, with the workers' signed answers.
   */
  public static String settleTask(TaskResult result) {
    return SETTLE_TASK + FunctionEncoder.encodeConstructor(List.of(taskResult(result)));
  }

  /** As {@link #settleTask}, for several tasks in one transaction, all or none. */
  public static String settleTasks(List<TaskResult> results) {
    DynamicArray<DynamicStruct> array =
        new DynamicArray<>(
            DynamicStruct.class, results.stream().map(HubCalls::taskResult).toList());
    return SETTLE_TASKS + FunctionEncoder.encodeConstructor(List.of(array));
  }

  /** To the hub, by the owner of the deal's pool: refunds tasks that cannot be certified. */
  public static String giveUp(String dealId, List<BigInteger> indexes) {
    return call("giveUp", word(dealId, "deal id"), numbers(indexes));
  }

  /**
   * To the hub, by a worker: gives its sealed answer and locks its stake.
   *
   * @param authorization by the pool's owner over {@link SigningDomain#digestOfAuthorization}
   */
  public static String contribute(
      String taskId, String resultHash, String resultSeal, String authorization) {
    return call(
        "contribute",
        word(taskId, "task id"),
        word(resultHash, "result hash"),
        word(resultSeal, "result seal"),
        Address.DEFAULT,
        new DynamicBytes(new byte[0]),
        bytes(authorization, "authorization"));
  }

  /**
   * To the hub, by the only worker of a task of trust 1: the whole way in one step, without a
   * stake.
   *
   * @param authorization by the pool's owner over {@link SigningDomain#digestOfAuthorization}
   */
  public static String contributeAndFinalize(
      String taskId,
      String resultDigest,
      String results,
      String resultsCallback,
      String authorization) {
    return call(
        "contributeAndFinalize",
        word(taskId, "task id"),
        word(resultDigest, "result digest"),
        new DynamicBytes(results.getBytes(StandardCharsets.UTF_8)),
        bytes(resultsCallback, "callback"),
        Address.DEFAULT,
        new DynamicBytes(new byte[0]),
        bytes(authorization, "authorization"));
  }

  /** To the hub, by a worker: shows the answer that others agreed on. */
  public static String reveal(String taskId, String resultDigest) {
    return call("reveal", word(taskId, "task id"), word(resultDigest, "result digest"));
  }

  /** To the hub, by the owner of the deal's pool: takes answers again when nobody revealed. */
  public static String reopen(String taskId) {
    return call("reopen", word(taskId, "task id"));
  }

  /** To the hub, by the owner of the deal's pool: certifies and pays a task. */
  public static String finalizeTask(String taskId, String results, String resultsCallback) {
    return call(
        "finalize",
        word(taskId, "task id"),
        new DynamicBytes(results.getBytes(StandardCharsets.UTF_8)),
        bytes(resultsCallback, "callback"));
  }

  /** To the hub, by its owner: how much gas a receiver of results may use. */
  public static String setCallbackGas(BigInteger gas) {
    return call("setCallbackGas", new Uint256(gas));
  }

  /** To the hub, by a worker: puts up a part of its free amount against wrong answers. */
  public static String pledge(BigInteger amount) {
    return call("pledge", new Uint256(amount));
  }

  /** To the hub, by a worker: asks a part of the pledge back, which stays bound for the delay. */
  public static String requestUnpledge(BigInteger amount) {
    return call("requestUnpledge", new Uint256(amount));
  }

  /** To the hub, by a worker: frees what was asked back. */
  public static String unpledge() {
    return call("unpledge");
  }

  /** To the hub: moves free nRLC back to tokens. */
  public static String withdraw(BigInteger amount) {
    return call("withdraw", new Uint256(amount));
  }

  /** To the token or to the hub: moves tokens, or free nRLC, of the sender. */
  public static String transfer(String to, BigInteger amount) {
    return call("transfer", address(to, "receiver"), new Uint256(amount));
  }

  /** To the token: deposits {@code amount} in the hub. */
  public static String approveAndCall(String hub, BigInteger amount) {
    return approveAndCall(hub, amount, "0x");
  }

  /**
   * To the token: deposits, then does what {@code data} says, which is empty or {@link
   * #matchOrders}.
   */
  public static String approveAndCall(String hub, BigInteger amount, String data) {
    return call(
        "approveAndCall",
        address(hub, "hub"),
        new Uint256(amount),
        new DynamicBytes(Hex.decode(Hex.bytes(data, "data"))));
  }

  /** To the app registry: registers an app. */
  public static String createApp(String owner, String name, String multiaddr, String checksum) {
    return call(
        "createApp",
        address(owner, "owner"),
        new Utf8String(name),
        new Utf8String("DOCKER"),
        new DynamicBytes(multiaddr.getBytes(StandardCharsets.UTF_8)),
        word(checksum, "checksum"),
        new DynamicBytes(new byte[0]));
  }

  /** To the dataset registry: registers a dataset. */
  public static String createDataset(String owner, String name, String multiaddr, String checksum) {
    return call(
        "createDataset",
        address(owner, "owner"),
        new Utf8String(name),
        new DynamicBytes(multiaddr.getBytes(StandardCharsets.UTF_8)),
        word(checksum, "checksum"));
  }

  /** To the pool registry: registers a pool. */
  public static String createWorkerpool(String owner, String description) {
    return call("createWorkerpool", address(owner, "owner"), new Utf8String(description));
  }

  /** To a pool: what a worker stakes and what the owner keeps, in percent. */
  public static String changePolicy(int workerStakePercent, int schedulerRewardPercent) {
    return call(
        "changePolicy", new Uint256(workerStakePercent), new Uint256(schedulerRewardPercent));
  }

  /** The sender is the owner, so that the operation itself needs no signature. */
  private static DynamicStruct operation(Type<?> order, OrderOperation operation) {
    return new DynamicStruct(
        order, new Uint8(BigInteger.valueOf(operation.number)), new DynamicBytes(new byte[0]));
  }

  static DynamicStruct partitionResult(PartitionResult result) {
    return new DynamicStruct(
        word(result.dealId(), "deal id"),
        new Uint256(result.partitionNumber()),
        new Uint256(BigInteger.valueOf(result.partitionSize())),
        word(result.resultsRoot(), "results root"),
        new Utf8String(result.results()),
        new Uint32(result.failedTasks()),
        new DynamicArray<>(
            DynamicStruct.class, result.commitments().stream().map(HubCalls::commitment).toList()),
        new DynamicArray<>(
            DynamicStruct.class, result.ballots().stream().map(HubCalls::ballot).toList()));
  }

  private static DynamicStruct taskResult(TaskResult result) {
    return new DynamicStruct(
        word(result.dealId(), "deal id"),
        new Uint256(result.idx()),
        new Uint256(BigInteger.valueOf(result.partition())),
        word(result.resultDigest(), "result digest"),
        new DynamicBytes(result.results().getBytes(StandardCharsets.UTF_8)),
        bytes(result.resultsCallback(), "callback"),
        new DynamicArray<>(
            DynamicStruct.class, result.votes().stream().map(HubCalls::vote).toList()));
  }

  private static DynamicStruct vote(TaskResult.Vote vote) {
    return new DynamicStruct(
        new Address(vote.worker()),
        new Bool(vote.silent()),
        word(vote.answer(), "answer"),
        words(vote.proof(), "proof"),
        word(vote.before(), "accumulator"),
        words(vote.later(), "later leases"),
        new Uint64(vote.tasks()),
        bytes(vote.sign(), "signature"));
  }

  private static DynamicStruct commitment(Commitment commitment) {
    return new DynamicStruct(
        new Address(commitment.worker()),
        new Uint64(commitment.tasks()),
        word(commitment.accumulator(), "accumulator"),
        new DynamicBytes(Hex.decode(commitment.sign())));
  }

  @SuppressWarnings("unchecked") // An array of arrays has no class literal of its own type.
  private static DynamicStruct ballot(Ballot ballot) {
    Class<DynamicArray<Uint16>> votes = (Class<DynamicArray<Uint16>>) (Class<?>) DynamicArray.class;
    return new DynamicStruct(
        new Uint32(ballot.tasks()),
        votes(ballot.accepted()),
        new DynamicArray<>(votes, ballot.rejected().stream().map(HubCalls::votes).toList()),
        votes(ballot.silent()));
  }

  private static DynamicArray<Uint16> votes(List<Integer> numbers) {
    return new DynamicArray<>(
        Uint16.class, numbers.stream().map(number -> new Uint16(number)).toList());
  }

  private static String call(String function, Type<?>... arguments) {
    return FunctionEncoder.encode(new Function(function, List.of(arguments), List.of()));
  }

  private static Address address(String text, String field) {
    return new Address(Hex.address(text, field));
  }

  private static Bytes32 word(String text, String field) {
    return new Bytes32(Hex.decode(Hex.word(text, field)));
  }

  private static DynamicArray<Bytes32> words(List<String> texts, String field) {
    return new DynamicArray<>(
        Bytes32.class, texts.stream().map(text -> word(text, field)).toList());
  }

  private static DynamicArray<Uint256> numbers(List<BigInteger> numbers) {
    return new DynamicArray<>(Uint256.class, numbers.stream().map(Uint256::new).toList());
  }

  private static DynamicBytes bytes(String text, String field) {
    return new DynamicBytes(Hex.decode(Hex.bytes(text, field)));
  }

  private static String selector(String signature) {
    byte[] hash = Hash.sha3(signature.getBytes(StandardCharsets.UTF_8));
    return Numeric.toHexString(hash, 0, SELECTOR_BYTES, true);
  }
}
