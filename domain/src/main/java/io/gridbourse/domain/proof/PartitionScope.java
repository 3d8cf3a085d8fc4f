package io.gridbourse.domain.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;

/**
 * Which tasks a partition has.
 *
 * @param number from 0
 * @param first index of its first task in the bag
 * @param tasks at least 1
 * @param botFirst what the ledger's index of the bag's first task is
 */
public record PartitionScope(
    BagId bag, DealId deal, int number, long first, int tasks, long botFirst) {
  public PartitionScope {
    if (number < 0 || first < 0 || tasks < 1 || botFirst < 0) {
      throw new IllegalArgumentException("a partition has at least one task");
    }
  }

  /** A partition of the first deal of its request. */
  public PartitionScope(BagId bag, DealId deal, int number, long first, int tasks) {
    this(bag, deal, number, first, tasks, 0);
  }

  /** Whether the task at this index belongs to it. */
  public boolean contains(long index) {
    return index >= first && index - first < tasks;
  }
}
