package io.gridbourse.cli.demo;

import io.gridbourse.cli.local.WorkerPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The demonstration of a deadline: how long its bag is, and when it must be done. Both follow from
 * what the machine was seen to do, so that a slow one has more time and not a harder task.
 *
 * @param tasks of the bag
 * @param deadline from the submission on
 */
public record DeadlinePlan(int tasks, Duration deadline) {
  /** Tasks of the bag that only measures. */
  static final int MEASURING_TASKS = 40;

  /** Keys that one task searches. */
  static final int KEYS = 6_000;

  /** Credits that are set aside for the bag; one pays for a supporting worker of this demo. */
  static final int CREDITS = 4;

  static final int SUPPORTERS = 2;
  static final String PROJECT = "deadline";
  private static final int SLOW = 3;

  /** Workers start side by side with others that are busy then. */
  private static final double STARTS = 1.5;

  /** They take more at once than they can do, as machines do that boast. */
  private static final int SLOW_SLOTS = 2;

  private static final int TASKS_MIN = 150;
  private static final int TASKS_MAX = 999;

  /** Seconds of the bag if all goes on as it begins. */
  private static final double SECONDS_MIN = 16;

  /**
   * How many times the forecast the deadline is: by what a forecast without a past says, it is then
   * kept with 86 %.
   */
  private static final double SLACK = 1.8;

  /**
   * The bag and its deadline.
   *
   * @param taskSeconds what the server takes for the time of a task, above 0
   * @param starting how long workers take to start
   */
  static DeadlinePlan of(double taskSeconds, Duration starting) {
    int workers = workers().size();
    double wanted = Math.max(SECONDS_MIN, STARTS * seconds(starting));
    long fitting = Math.round(wanted * workers / taskSeconds);
    int tasks = (int) Math.max(TASKS_MIN, Math.min(TASKS_MAX, fitting));
    double predicted = Math.max(tasks * taskSeconds / workers, wanted);
    return new DeadlinePlan(tasks, Duration.ofSeconds((long) Math.ceil(SLACK * predicted)));
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  /** A worker that stays, and slow ones that take much at once. */
  public static List<WorkerPlan> workers() {
    List<WorkerPlan> plans = new ArrayList<>();
    plans.add(WorkerPlan.honest("steady").withSlots(1));
    for (int i = 1; i <= SLOW; i++) {
      plans.add(WorkerPlan.honest("slow-" + i).withSlots(SLOW_SLOTS));
    }
    return plans;
  }

  /** The bag that measures, as a BagSpec in YAML. */
  static String measuring() {
    return spec("measuring", MEASURING_TASKS, "");
  }

  /** The bag with the deadline, as a BagSpec in YAML. */
  String spec() {
    return spec(
        "deadline",
        tasks,
        String.format(
            ", deadline: %ds, support: {credits: %d, trigger: 9A, sizing: \"fixed:%d\","
                + " deployment: duplicate}",
            deadline.toSeconds(), CREDITS, SUPPORTERS));
  }

  private static String spec(String name, int tasks, String promise) {
    return String.join(
        "\n",
        "apiVersion: gridbourse/v1",
        "kind: Bag",
        "metadata: {name: " + name + ", project: " + PROJECT + "}",
        "spec:",
        "  app: {ref: vanity}",
        String.format(
            "  command: [\"vanity\", \"--seed\", \"{bag}\", \"--index\", \"{index}\","
                + " \"--keys\", \"%d\", \"--pattern\", \"1L\"]",
            KEYS),
        String.format("  params: {task: {range: \"0-%d\"}}", tasks - 1),
        "  resources: {cpus: 1, memory: 64MiB, walltime: 1m}",
        "  trust: {confidence: 0, verify: replicate, comparator: bytes}",
        "  market: {category: XS, pool: any, maxPrice: 0.002 RLC, budget: "
            + (tasks * 2_000_000L)
            + " nRLC"
            + promise
            + "}",
        "  limits: {attempts: 3, onFailure: continue}",
        "");
  }
}
