package io.gridbourse.domain.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;

/**
 * What a worker signed for a partition so far: that it contributed to {@code tasks} tasks, and the
 * chain of the Merkle roots of its sealed leases. It puts the worker's pledge at risk for that many
 * tasks; the ledger checks the signature when the partition is settled.
 *
 * @param tasks contributions counted by the chain, at least 1
 * @param accumulator a_0 = 0, a_k = keccak256(a_(k-1) ‖ root of the k-th lease)
 * @param signature 65 bytes r ‖ s ‖ v with low s, over the EIP-712 hash of the commitment
 */
public record SignedCommitment(
    DealId deal, int partition, Address worker, long tasks, Bytes32 accumulator, String signature) {
  private static final byte[] TYPE_HASH =
      Keccak256.of(
          "Commitment(bytes32 dealid,uint256 partition,uint256 tasks,bytes32 accumulator)"
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

  public SignedCommitment {
    if (tasks < 1) {
      throw new IllegalArgumentException("a commitment covers at least one task");
    }
  }

  /** The next link of the chain of lease roots. */
  public static Bytes32 accumulate(Bytes32 accumulator, Bytes32 leaseRoot) {
    return Bytes32.of(Keccak256.of(accumulator.bytes(), leaseRoot.bytes()));
  }

  /**
   * The 32 bytes that the worker signs.
   *
   * @param domainSeparator EIP-712 domain separator of the hub
   */
  public static byte[] hash(
      Bytes32 domainSeparator, DealId deal, int partition, long tasks, Bytes32 accumulator) {
    byte[] struct =
        Keccak256.of(
            TYPE_HASH,
            deal.bytes(),
            Words.uint256(partition),
            Words.uint256(tasks),
            accumulator.bytes());
    return Keccak256.of(new byte[] {0x19, 0x01}, domainSeparator.bytes(), struct);
  }
}
