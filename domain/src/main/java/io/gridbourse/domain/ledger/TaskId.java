package io.gridbourse.domain.ledger;

import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;

/** The ledger's name of one task: keccak256(deal id, index). */
public record TaskId(String hex) {
  public TaskId {
    hex = Hex.require(hex, 32, "task id");
  }

  /** The name of the task at {@code index} (from the deal's botFirst) of a deal. */
  public static TaskId of(DealId deal, long index) {
    return new TaskId(Hex.of(Keccak256.of(deal.bytes(), Words.uint256(index))));
  }

  public byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
