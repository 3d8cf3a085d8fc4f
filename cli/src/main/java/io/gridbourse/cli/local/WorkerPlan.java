package io.gridbourse.cli.local;

import java.util.ArrayList;
import java.util.List;

/**
 * A worker to start.
 *
 * @param name 1 to 64 letters, digits and dashes
 * @param arguments more arguments for the worker's command line
 */
public record WorkerPlan(String name, List<String> arguments) {
  public WorkerPlan {
    arguments = List.copyOf(arguments);
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
