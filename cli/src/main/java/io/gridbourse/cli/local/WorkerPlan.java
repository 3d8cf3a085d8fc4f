package io.gridbourse.cli.local;

import java.util.ArrayList;
import java.util.List;

/**
 * A worker to start.
 *
 * @param name 1 to 64 letters, digits and dashes
 * @param arguments more arguments for the worker's command line
 * @param slots leases that it works on at once; 0 if all workers share the processors
 */
public record WorkerPlan(String name, List<String> arguments, int slots) {
  public WorkerPlan {
    arguments = List.copyOf(arguments);
  }

  /** A worker that shares the processors with all others. */
  public WorkerPlan(String name, List<String> arguments) {
    this(name, arguments, 0);
  }

  /** The same, with so many leases at once. */
  public WorkerPlan withSlots(int count) {
    return new WorkerPlan(name, arguments, count);
  }

  /** A worker that computes what it is asked. */
  public static WorkerPlan honest(String name) {
    return new WorkerPlan(name, List.of());
  }

  /** A worker that answers wrongly in this share of its tasks. */
  public static WorkerPlan liar(String name, double share) {
    return new WorkerPlan(name, List.of("--lie", Double.toString(share)));
  }

  /** Honest workers {@code worker-1} and so on. */
  public static List<WorkerPlan> honest(int count) {
    List<WorkerPlan> plans = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      plans.add(honest("worker-" + i));
    }
    return plans;
  }
}
