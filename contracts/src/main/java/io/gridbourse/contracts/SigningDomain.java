package io.gridbourse.contracts;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/**
 * The EIP-712 domain of one hub on one chain, and the digests that are signed in it. A signature
 * made for another chain or another hub is worth nothing here.
 */
public record SigningDomain(long chainId, String hub) {
  public static final String NAME = "iExecODB";
  public static final String VERSION = "5.0.0";

  private static final int WORD_BYTES = 32;
  private static final byte[] DOMAIN_TYPE =
      typeHash(
          "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final byte[] APP_ORDER_TYPE =
      typeHash(
          "AppOrder(address app,uint256 appprice,uint256 volume,bytes32 tag,"
              + "address datasetrestrict,address workerpoolrestrict,address requesterrestrict,"
              + "bytes32 salt)");
  private static final byte[] DATASET_ORDER_TYPE =
      typeHash(
          "DatasetOrder(address dataset,uint256 datasetprice,uint256 volume,bytes32 tag,"
              + "address apprestrict,address workerpoolrestrict,address requesterrestrict,"
              + "bytes32 salt)");
  private static final byte[] WORKERPOOL_ORDER_TYPE =
      typeHash(
          "WorkerpoolOrder(address workerpool,uint256 workerpoolprice,uint256 volume,bytes32 tag,"
              + "uint256 category,uint256 trust,address apprestrict,address datasetrestrict,"
              + "address requesterrestrict,bytes32 salt)");
  private static final byte[] REQUEST_ORDER_TYPE =
      typeHash(
          "RequestOrder(address app,uint256 appmaxprice,address dataset,uint256 datasetmaxprice,"
              + "address workerpool,uint256 workerpoolmaxprice,address requester,uint256 volume,"
              + "bytes32 tag,uint256 category,uint256 trust,address beneficiary,address callback,"
              + "string params,bytes32 salt)");
  private static final byte[] COMMITMENT_TYPE =
      typeHash("Commitment(bytes32 dealid,uint256 partition,uint256 tasks,bytes32 accumulator)");

  private static final byte[] TERMS_TYPE =
      typeHash("OptimisticTerms(bytes32 dealid,uint256 window)");
  private static final byte[] VOTE_TYPE = typeHash("JuryVote(uint256 trial,bytes32 seal)");

  public SigningDomain {
    hub = Hex.address(hub, "hub");
    if (chainId <= 0) {
      throw new IllegalArgumentException("chain id must be above 0, not " + chainId);
    }
  }

  /** The hash of the domain itself. */
  public byte[] separator() {
    return new Words(DOMAIN_TYPE)
        .text(NAME)
        .text(VERSION)
        .number(BigInteger.valueOf(chainId))
        .hex(hub)
        .hash();
  }

  /** The hash of an app order, which is also its name on the ledger. */
  public byte[] digestOf(AppOrder order) {
    return digest(
        new Words(APP_ORDER_TYPE)
            .hex(order.app())
            .number(order.appprice())
            .number(order.volume())
            .hex(order.tag())
            .hex(order.datasetrestrict())
            .hex(order.workerpoolrestrict())
            .hex(order.requesterrestrict())
            .hex(order.salt()));
  }

  /** The hash of a dataset order. */
  public byte[] digestOf(DatasetOrder order) {
    return digest(
        new Words(DATASET_ORDER_TYPE)
            .hex(order.dataset())
            .number(order.datasetprice())
            .number(order.volume())
            .hex(order.tag())
            .hex(order.apprestrict())
            .hex(order.workerpoolrestrict())
            .hex(order.requesterrestrict())
            .hex(order.salt()));
  }

  /** The hash of a pool order. */
  public byte[] digestOf(WorkerpoolOrder order) {
    return digest(
        new Words(WORKERPOOL_ORDER_TYPE)
            .hex(order.workerpool())
            .number(order.workerpoolprice())
            .number(order.volume())
            .hex(order.tag())
            .number(order.category())
            .number(order.trust())
            .hex(order.apprestrict())
            .hex(order.datasetrestrict())
            .hex(order.requesterrestrict())
            .hex(order.salt()));
  }

  /** The hash of a request order. */
  public byte[] digestOf(RequestOrder order) {
    return digest(
        new Words(REQUEST_ORDER_TYPE)
            .hex(order.app())
            .number(order.appmaxprice())
            .hex(order.dataset())
            .number(order.datasetmaxprice())
            .hex(order.workerpool())
            .number(order.workerpoolmaxprice())
            .hex(order.requester())
            .number(order.volume())
            .hex(order.tag())
            .number(order.category())
            .number(order.trust())
            .hex(order.beneficiary())
            .hex(order.callback())
            .text(order.params())
            .hex(order.salt()));
  }

  /** What a worker signs to commit to its answers in a partition. */
  public byte[] digestOfCommitment(String dealId, long partition, long tasks, String accumulator) {
    return digest(
        new Words(COMMITMENT_TYPE)
            .hex(Hex.word(dealId, "deal id"))
            .number(BigInteger.valueOf(partition))
            .number(BigInteger.valueOf(tasks))
            .hex(Hex.word(accumulator, "accumulator")));
  }

  /** What a requester signs to have a deal's partitions accepted before they are checked. */
  public byte[] digestOfTerms(String dealId, long windowSeconds) {
    return digest(
        new Words(TERMS_TYPE)
            .hex(Hex.word(dealId, "deal id"))
            .number(BigInteger.valueOf(windowSeconds)));
  }

  /** What a juror signs to bind itself to an answer. */
  public byte[] digestOfVote(long trial, String seal) {
    return digest(
        new Words(VOTE_TYPE).number(BigInteger.valueOf(trial)).hex(Hex.word(seal, "seal")));
  }

  /**
   * The id of the deal that a request order makes when {@code consumed} of its volume was used
   * before.
   */
  public static String dealId(byte[] requestDigest, BigInteger consumed) {
    return Hex.text(new Words(requestDigest).number(consumed).hash());
  }

  /** The id of the task {@code idx} of a deal. */
  public static String taskId(String dealId, BigInteger idx) {
    return Hex.text(new Words(Hex.decode(Hex.word(dealId, "deal id"))).number(idx).hash());
  }

  /** What workers that agree on a task's digest give alike: keccak256(task id ‖ digest). */
  public static String resultHash(String taskId, String digest) {
    return Hex.text(taskWords(taskId).hex(Hex.word(digest, "digest")).hash());
  }

  /** What binds an answer to its worker: keccak256(worker ‖ task id ‖ digest). */
  public static String resultSeal(String worker, String taskId, String digest) {
    return Hex.text(
        new Words(Hex.decode(Hex.address(worker, "worker")))
            .hex(Hex.word(taskId, "task id"))
            .hex(Hex.word(digest, "digest"))
            .hash());
  }

  /**
   * What a pool's owner signs to let a worker answer a task itself, without an enclave: the
   * personal message of keccak256(worker ‖ task id ‖ zero address).
   */
  public static byte[] digestOfAuthorization(String worker, String taskId) {
    byte[] named =
        new Words(Hex.decode(Hex.address(worker, "worker")))
            .hex(Hex.word(taskId, "task id"))
            .raw(Hex.decode(Hex.ADDRESS_ZERO))
            .hash();
    byte[] prefix = "\u0019Ethereum Signed Message:\n32".getBytes(StandardCharsets.US_ASCII);
    return new Words(prefix).raw(named).hash();
  }

  private static Words taskWords(String taskId) {
    return new Words(Hex.decode(Hex.word(taskId, "task id")));
  }

  private byte[] digest(Words struct) {
    byte[] message = new byte[2 + 2 * WORD_BYTES];
    message[0] = 0x19;
    message[1] = 0x01;
    System.arraycopy(separator(), 0, message, 2, WORD_BYTES);
    System.arraycopy(struct.hash(), 0, message, 2 + WORD_BYTES, WORD_BYTES);
    return Hash.sha3(message);
  }

  private static byte[] typeHash(String type) {
    return Hash.sha3(type.getBytes(StandardCharsets.UTF_8));
  }

  /** Words of 32 bytes, one after the other. */
  private static final class Words {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Words(byte[] first) {
      bytes.writeBytes(first);
    }

    Words number(BigInteger value) {
      bytes.writeBytes(Numeric.toBytesPadded(value, WORD_BYTES));
      return this;
    }

    Words hex(String value) {
      return number(Numeric.toBigInt(value));
    }

    Words raw(byte[] value) {
      bytes.writeBytes(value);
      return this;
    }

    Words text(String value) {
      bytes.writeBytes(Hash.sha3(value.getBytes(StandardCharsets.UTF_8)));
      return this;
    }

    byte[] hash() {
      return Hash.sha3(bytes.toByteArray());
    }
  }
}
