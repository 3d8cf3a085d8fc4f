package io.gridbourse.batch;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.bag.BagPartitions;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Properties;

/**
 * Makes one partition of the step for each partition of the bag that is not decided; what is
 * decided does not run again.
 */
@Dependent
@Named("openPartitions")
public class OpenPartitionsMapper implements PartitionMapper {
  /** Partitions that one job drives at once; each holds a thread and the digests of its tasks. */
  static final int THREADS_MAX = 16;

  /** Stands for no partition: a step must have at least one. */
  static final int NONE = -1;

  @Inject
  @BatchProperty(name = "bag")
  private String bag;

  @Inject private BagPartitions partitions;

  @Override
  public PartitionPlan mapPartitions() {
    return plan(partitions.open(new BagId(bag)));
  }

  static PartitionPlan plan(List<Integer> open) {
    List<Integer> numbers = open.isEmpty() ? List.of(NONE) : open;
    Properties[] properties =
        numbers.stream()
            .map(
                number -> {
                  Properties each = new Properties();
                  each.setProperty("partition", Integer.toString(number));
                  return each;
                })
            .toArray(Properties[]::new);
    PartitionPlanImpl plan = new PartitionPlanImpl();
    plan.setPartitions(numbers.size());
    plan.setThreads(Math.min(THREADS_MAX, numbers.size()));
    plan.setPartitionProperties(properties);
    return plan;
  }
}
