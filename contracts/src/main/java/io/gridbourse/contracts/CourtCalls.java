package io.gridbourse.contracts;

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
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/**
 * Call data of the transactions around optimistic certificates and the court, all to the hub, in
 * hexadecimal. Signing and sending are the caller's.
 */
public final class CourtCalls {
  private static final int SELECTOR_BYTES = 4;
  private static final String RESULT =
      "(bytes32,uint256,uint256,bytes32,string,uint32,"
          + "(address,uint64,bytes32,bytes)[],(uint32,uint16[],uint16[][],uint16[])[])";
  private static final String ACCEPT = selector("acceptPartition(" + RESULT + ",uint256,bytes)");
  private static final String RELEASE = selector("releasePartition(" + RESULT + ")");
  private static final String DRAW = selector("drawJury(uint256," + RESULT + ")");
  private static final String OPEN =
      selector("openSeal(uint256," + RESULT + ",uint256,(bytes32[],bytes32,bytes32[]))");

  private CourtCalls() {}

  /**
   * By the owner of the deal's pool: accepts a partition on one vote per task.
   *
   * @param windowSeconds how long it may be challenged
   * @param terms the requester's signature of {@link SigningDomain#digestOfTerms}
   */
  public static String acceptPartition(PartitionResult result, long windowSeconds, String terms) {
    return ACCEPT
        + encode(
            HubCalls.partitionResult(result.inLedgerOrder()),
            number(windowSeconds),
            bytes(terms, "terms"));
  }

  /** By anybody, after the window: settles an accepted partition. */
  public static String releasePartition(PartitionResult result) {
    return RELEASE + encode(HubCalls.partitionResult(result.inLedgerOrder()));
  }

  /**
   * By anybody with the stake: challenges a task of an accepted partition.
   *
   * @param digest what was accepted, with its Merkle proof against the partition's root
   */
  public static String challenge(String dealId, BigInteger idx, String digest, List<String> proof) {
    return call(
        "challenge",
        word(dealId, "deal id"),
        new Uint256(idx),
        word(digest, "digest"),
        words(proof));
  }

  /** By anybody: draws the jury of a trial. */
  public static String drawJury(long trial, PartitionResult result) {
    return DRAW + encode(number(trial), HubCalls.partitionResult(result.inLedgerOrder()));
  }

  /** By anybody: binds a juror to an answer that it signed, {@link SigningDomain#digestOfVote}. */
  public static String commitVote(long trial, String juror, String seal, String signature) {
    return call(
        "commitVote",
        number(trial),
        new Address(Hex.address(juror, "juror")),
        word(seal, "seal"),
        bytes(signature, "signature of " + juror));
  }

  /** By anybody: shows the answer that a juror committed to. */
  public static String revealVote(long trial, String juror, String digest, String salt) {
    return call(
        "revealVote",
        number(trial),
        new Address(Hex.address(juror, "juror")),
        word(digest, "digest"),
        word(salt, "salt"));
  }

  /**
   * By anybody: shows that the contributor gave the challenged answer.
   *
   * @param contributor its number among the result's commitments in ascending order of worker
   */
  public static String openSeal(
      long trial, PartitionResult result, int contributor, Opening opening) {
    DynamicStruct shown =
        new DynamicStruct(
            words(opening.proof()), word(opening.before(), "before"), words(opening.later()));
    return OPEN
        + encode(
            number(trial),
            HubCalls.partitionResult(result.inLedgerOrder()),
            number(contributor),
            shown);
  }

  /**
   * How a worker's accumulator holds its seal of a task.
   *
   * @param proof siblings of the seal up to the root of its lease
   * @param before the accumulator before that lease
   * @param later the roots of the leases after it
   */
  public record Opening(List<String> proof, String before, List<String> later) {
    public Opening {
      proof = List.copyOf(proof);
      later = List.copyOf(later);
    }
  }

  /** By anybody: counts the votes of a trial. */
  public static String rule(long trial) {
    return call("rule", number(trial));
  }

  /** By a worker with a pledge: may be drawn as a juror. */
  public static String enlist(String owner) {
    return call("enlist", new Address(Hex.address(owner, "owner")));
  }

  /** By a worker: is no juror any more. */
  public static String strike(String worker) {
    return call("strike", new Address(Hex.address(worker, "worker")));
  }

  /**
   * What binds a juror to an answer before it shows it: keccak256(juror ‖ task id ‖ digest ‖ salt).
   */
  public static String voteSeal(String juror, String taskId, String digest, String salt) {
    String packed =
        Hex.address(juror, "juror")
            + Hex.word(taskId, "task id").substring(2)
            + Hex.word(digest, "digest").substring(2)
            + Hex.word(salt, "salt").substring(2);
    return Hex.text(Hash.sha3(Hex.decode(packed)));
  }

  private static Uint256 number(long value) {
    return new Uint256(BigInteger.valueOf(value));
  }

  private static Bytes32 word(String text, String field) {
    return new Bytes32(Hex.decode(Hex.word(text, field)));
  }

  private static DynamicBytes bytes(String text, String field) {
    return new DynamicBytes(Hex.decode(Hex.bytes(text, field)));
  }

  private static DynamicArray<Bytes32> words(List<String> texts) {
    return new DynamicArray<>(
        Bytes32.class, texts.stream().map(text -> word(text, "hash of a proof")).toList());
  }

  private static String encode(Type<?>... arguments) {
    return FunctionEncoder.encodeConstructor(List.of(arguments));
  }

  private static String call(String function, Type<?>... arguments) {
    return FunctionEncoder.encode(new Function(function, List.of(arguments), List.of()));
  }

  private static String selector(String signature) {
    byte[] hash = Hash.sha3(signature.getBytes(StandardCharsets.UTF_8));
    return Numeric.toHexString(hash, 0, SELECTOR_BYTES, true);
  }
}
