package io.gridbourse.contracts;

import io.gridbourse.contracts.PartitionResult.Ballot;
import io.gridbourse.contracts.PartitionResult.Commitment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
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

  private HubCalls() {}

  /** To the hub, by anybody: makes a deal of four orders, paid by the requester. */
  public static String matchOrders(
      AppOrder app, DatasetOrder dataset, WorkerpoolOrder workerpool, RequestOrder request) {
    return call("matchOrders", app.toAbi(), dataset.toAbi(), workerpool.toAbi(), request.toAbi());
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

  /** To the hub, by anybody, after the final deadline: refunds an opened task. */
  public static String claim(String taskId) {
    return call("claim", word(taskId, "task id"));
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

  private static DynamicStruct partitionResult(PartitionResult result) {
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

  private static String selector(String signature) {
    byte[] hash = Hash.sha3(signature.getBytes(StandardCharsets.UTF_8));
    return Numeric.toHexString(hash, 0, SELECTOR_BYTES, true);
  }
}
