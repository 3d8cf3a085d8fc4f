package io.gridbourse.domain.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;

/**
 * Which tasks a partition has.
 *
 * @param number from 0
 * @param first index of its first task in the bag
 * @param tasks at least 1
 */
public record PartitionScope(BagId bag, DealId deal, int number, long first, int tasks) {
  public PartitionScope {
    if (number < 0 || first < 0 || tasks < 1) {
      throw new IllegalArgumentException("a partition has at least one task");
    }
  }

  /** Whether the task at this index belongs to it. */
  public boolean contains(long index) {
    return index >= first && index - first < tasks;
  }
}
