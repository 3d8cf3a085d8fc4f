package io.gridbourse.domain.ledger;

import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;

/**
 * The ledger's name of a deal: keccak256(hash of the request order, its volume consumed before).
 */
public record DealId(String hex) {
  public DealId {
    hex = Hex.require(hex, 32, "deal id");
  }

  /** The deal that the next match of a request order makes; known before the match is sent. */
  public static DealId of(byte[] requestOrderHash, long consumedBefore) {
    return new DealId(Hex.of(Keccak256.of(requestOrderHash, Words.uint256(consumedBefore))));
  }

  public byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
