package io.gridbourse.domain.schedule.promise;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * LATE (Zaharia and others, 2008): which task a free host should duplicate, if any: of those that
 * progress slowly the one with the longest estimated time left, never on a slow host, and only
 * while few duplicates run.
 *
 * @param speculativeShare of all slots that duplicates may take
 * @param slowTasks tasks below this quantile of progress rates are slow
 * @param slowHosts hosts below this quantile of speeds get no duplicate
 */
public record LateRule(double speculativeShare, double slowTasks, double slowHosts) {
  /** The published setting. */
  public static final LateRule PUBLISHED = new LateRule(0.1, 0.25, 0.25);

  public LateRule {
    PromiseRefusal.share("speculativeShare", speculativeShare);
    PromiseRefusal.share("slowTasks", slowTasks);
    PromiseRefusal.share("slowHosts", slowHosts);
  }

  /**
   * The situation when a host asks.
   *
   * @param slots tasks that could run at once
   * @param speculative duplicates that run
   * @param hostSpeeds of all hosts, in any unit
   */
  public record Situation(int slots, int speculative, List<Double> hostSpeeds) {
    public Situation {
      hostSpeeds = List.copyOf(hostSpeeds);
    }
  }

  /** The number of the task to duplicate on a host of this speed. */
  public OptionalInt choose(Situation situation, List<TailRule.Running> running, double hostSpeed) {
    boolean full = situation.speculative() >= Math.max(1, speculativeShare * situation.slots());
    double[] speeds = situation.hostSpeeds().stream().mapToDouble(Double::doubleValue).toArray();
    if (full || running.isEmpty() || hostSpeed < quantile(speeds, slowHosts)) {
      return OptionalInt.empty();
    }
    double[] rates = running.stream().mapToDouble(LateRule::rate).toArray();
    double slow = quantile(rates.clone(), slowTasks);
    int chosen = -1;
    for (int i = 0; i < rates.length; i++) {
      TailRule.Running each = running.get(i);
      boolean longer = chosen < 0 || each.secondsLeft() > running.get(chosen).secondsLeft();
      if (each.copies() == 1 && rates[i] <= slow && longer) {
        chosen = i;
      }
    }
    return chosen < 0 ? OptionalInt.empty() : OptionalInt.of(chosen);
  }

  private static double rate(TailRule.Running running) {
    return running.elapsedSeconds() > 0 ? running.progress() / running.elapsedSeconds() : 0;
  }

  private static double quantile(double[] values, double share) {
    if (values.length == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    Arrays.sort(values);
    return values[(int) Math.min(values.length - 1, Math.floor(share * values.length))];
  }
}
