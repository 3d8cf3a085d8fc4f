package io.gridbourse.domain.market;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;

/**
 * An offer or a demand that its owner signs. Its identity is its EIP-712 hash, never its signature:
 * one order can have several valid signatures.
 */
public sealed interface Order permits AppOrder, DatasetOrder, PoolOrder, RequestOrder {
  /** Largest volume of an order; whole numbers above it are not exact in every client. */
  long VOLUME_MAX = (1L << 53) - 1;

  /** Tasks that it may be used for, in all deals together. */
  long volume();

  /** The EIP-712 hash of the order's struct. */
  Bytes32 structHash();

  /** What is signed, and the name of the order on the ledger. */
  default Bytes32 hash(Bytes32 domainSeparator) {
    return Bytes32.of(
        Keccak256.of(new byte[] {0x19, 0x01}, domainSeparator.bytes(), structHash().bytes()));
  }
}
