package io.gridbourse.domain.bag;

/**
 * How a bag is cut into contiguous partitions of equal size, the last one perhaps shorter.
 *
 * @param tasks tasks of the bag, at least 1
 * @param size tasks of a full partition, at least 1
 */
public record PartitionGrid(long tasks, long size) {
  /** Partitions that one bag may have. */
  public static final int PARTITIONS_MAX = 64;

  public PartitionGrid {
    if (tasks < 1 || size < 1 || (tasks + size - 1) / size > PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "a bag has 1 to " + PARTITIONS_MAX + " partitions of at least one task");
    }
  }

  /**
   * Cuts {@code tasks} into at most {@code partitionsMax} partitions of at least {@code tasksMin}
   * tasks, as far as there are that many.
   */
  public static PartitionGrid cut(long tasks, long tasksMin, int partitionsMax) {
    long partitions = Math.max(1, Math.min(partitionsMax, tasks / Math.max(1, tasksMin)));
    return new PartitionGrid(tasks, (tasks + partitions - 1) / partitions);
  }

  /** Number of partitions. */
  public int count() {
    return (int) ((tasks + size - 1) / size);
  }

  /** First task of a partition. */
  public long first(int partition) {
    return partition * size;
  }

  /** Tasks of a partition. */
  public long countOf(int partition) {
    return Math.min(size, tasks - first(partition));
  }

  /** The partition of a task. */
  public int partitionOf(long index) {
    return (int) (index / size);
  }
}
