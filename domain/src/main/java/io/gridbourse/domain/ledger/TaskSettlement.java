package io.gridbourse.domain.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.util.List;
import java.util.Optional;

/**
 * All that the ledger needs to pay for one task, or to give its price back.
 *
 * @param index of the task in the volume of the request, as the ledger counts
 * @param partition the number in the workers' commitments; the partition has this task only
 * @param result what was certified; empty when the task is given up
 */
public record TaskSettlement(DealId deal, long index, int partition, Optional<Result> result) {
  /**
   * A certified task.
   *
   * @param digest of the accepted answer
   * @param results where the result can be fetched, at most 256 characters
   * @param callback what the deal's contract is called back with, as hex text; {@code 0x} without
   *     one
   */
  public record Result(Bytes32 digest, String results, String callback, List<Vote> votes) {
    public Result {
      votes = List.copyOf(votes);
    }
  }

  /**
   * A worker's only answer in the partition.
   *
   * @param answer the digest; of a worker that stayed silent the root of its lease
   * @param signature over the commitment to one answer, hex
   */
  public record Vote(Address worker, boolean silent, Bytes32 answer, String signature) {}
}
