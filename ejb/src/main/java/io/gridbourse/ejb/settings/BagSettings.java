package io.gridbourse.ejb.settings;

import io.gridbourse.domain.bag.PartitionGrid;
import java.time.Duration;

/**
 * How bags are cut and run.
 *
 * @param partitionTasksMin tasks that a partition has at least, if the bag has as many
 * @param partitionsMax partitions of one bag, 1 to 64
 * @param leaseTarget time that one lease should take a worker
 * @param runningMax bags that run at once on a node; others wait
 * @param historyKept how long ended executions of jobs are kept
 * @param taskByTaskMax tasks of the largest bag that settles task by task, so that clients of the
 *     ledger can follow each; larger bags settle by partition
 */
public record BagSettings(
    long partitionTasksMin,
    int partitionsMax,
    Duration leaseTarget,
    int runningMax,
    Duration historyKept,
    int taskByTaskMax) {
  private static final String PREFIX = "gridbourse.bag.";

  static BagSettings from(SettingsFile file) {
    return new BagSettings(
        file.number(PREFIX + "partition-tasks-min", 256, 1, 1_000_000),
        (int) file.number(PREFIX + "partitions-max", 16, 1, PartitionGrid.PARTITIONS_MAX),
        file.duration(
            PREFIX + "lease-target",
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(30)),
        (int) file.number(PREFIX + "running-max", 4, 1, 64),
        file.duration(
            PREFIX + "history-kept",
            Duration.ofDays(7),
            Duration.ofHours(1),
            Duration.ofDays(3_650)),
        (int) file.number(PREFIX + "task-by-task-max", 16, 0, PartitionGrid.PARTITIONS_MAX));
  }
}
