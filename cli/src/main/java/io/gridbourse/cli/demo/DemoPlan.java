package io.gridbourse.cli.demo;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.local.WorkerPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the demonstration shall be.
 *
 * @param pattern how the addresses begin that are looked for
 * @param tasks tasks of the bag
 * @param keys keys that one task searches
 * @param workers workers; with three or more the last one lies in one task of five
 * @param confidence the certainty that is asked for, 0 up to less than 1
 */
public record DemoPlan(String pattern, int tasks, long keys, int workers, double confidence) {
  private static final String BASE58 = "[1-9A-HJ-NP-Za-km-z]*";
  private static final int TASKS_MAX = 100_000;
  private static final long KEYS_MAX = 0xffffffffL;
  private static final long KEYS_MIN = 128;
  private static final double WISHED = 7;

  /** About two fifths of the 58 digits can follow the first one. */
  private static final double SECOND_DIGITS = 0.4;

  /**
   * Stake of a worker in percent of the price of a task: so high that a single lie that is found
   * out costs more than all other answers of its worker earn in a usual demonstration.
   */
  public static final int STAKE_PERCENT = 3_000;

  static final int WORKERS_MAX = 64;
  private static final double LIES = 0.2;
  private static final int LIAR_AMONG = 3;

  public DemoPlan {
    require(
        pattern.startsWith("1") && pattern.length() <= 8 && pattern.matches(BASE58),
        "--pattern",
        "1 to 8 characters of Base58 (without 0, O, I, l), the first of them 1");
    require(tasks >= 1 && tasks <= TASKS_MAX, "--tasks", "1 to " + TASKS_MAX);
    require(keys >= 1 && keys <= KEYS_MAX, "--keys", "1 to " + KEYS_MAX);
    require(workers >= 1 && workers <= WORKERS_MAX, "--workers", "1 to " + WORKERS_MAX);
    require(confidence >= 0 && confidence < 1, "--trust", "from 0 to less than 1, such as 0.75");
  }

  /** Keys for each task so that about seven addresses are found in all. */
  public static long keysForSeven(String pattern, int tasks) {
    double rarity = Math.pow(58, pattern.length() - 1.0) * SECOND_DIGITS;
    double keys = rarity * WISHED / Math.max(1, tasks);
    return Math.round(Math.min(KEYS_MAX, Math.max(KEYS_MIN, keys)));
  }

  private static void require(boolean holds, String option, String limit) {
    if (!holds) {
      throw new CommandFailed(
          ExitCode.USAGE, option + " is out of range", option, limit, "choose another value");
    }
  }

  /** Honest workers, and a liar at the end if they are enough to outvote it. */
  public List<WorkerPlan> workerPlans() {
    return workerPlans(workers);
  }

  static List<WorkerPlan> workerPlans(int workers) {
    if (workers < LIAR_AMONG) {
      return WorkerPlan.honest(workers);
    }
    List<WorkerPlan> plans = new ArrayList<>(WorkerPlan.honest(workers - 1));
    plans.add(WorkerPlan.liar("liar", LIES));
    return plans;
  }

  /** The bag as a BagSpec in YAML. */
  public String spec() {
    return String.join(
        "\n",
        "apiVersion: gridbourse/v1",
        "kind: Bag",
        "metadata: {name: vanity, labels: {example: vanity}}",
        "spec:",
        "  app: {ref: vanity}",
        String.format(
            "  command: [\"vanity\", \"--seed\", \"{bag}\", \"--index\", \"{index}\","
                + " \"--keys\", \"%d\", \"--pattern\", \"%s\"]",
            keys, pattern),
        String.format("  params: {task: {range: \"0-%d\"}}", tasks - 1),
        "  resources: {cpus: 1, memory: 64MiB, walltime: 5m}",
        String.format(
            Locale.ROOT,
            "  trust: {confidence: %s, verify: replicate, comparator: bytes}",
            confidence),
        "  market: {category: XS, pool: any, maxPrice: 0.002 RLC, budget: "
            + (tasks * 2_000_000L)
            + " nRLC}",
        "  limits: {attempts: 3, onFailure: continue}",
        "");
  }
}
