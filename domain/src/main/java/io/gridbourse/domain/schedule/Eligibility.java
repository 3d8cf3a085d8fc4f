package io.gridbourse.domain.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a host must be before it is ranked at all: conditions with names, so that a bag that finds
 * no host can be told which of its conditions excludes how many.
 *
 * @param <H> what a host is here
 */
public record Eligibility<H>(List<Condition<H>> conditions) {
  public Eligibility {
    conditions = List.copyOf(conditions);
  }

  /**
   * One condition.
   *
   * @param name as a reader of the bag's specification knows it, {@code driver wasm}
   * @param remedy what its owner could do if it excludes too many
   */
  public record Condition<H>(String name, String remedy, Predicate<H> holds) {}

  /**
   * What one condition does to a population of hosts.
   *
   * @param excludes hosts that fail it
   * @param excludesAlone hosts that fail it and nothing else: dropping it would gain these
   */
  public record Exclusion(String name, String remedy, int excludes, int excludesAlone) {}

  /**
   * A population of hosts, looked at through the conditions.
   *
   * @param exclusions by condition, in the order of the conditions
   */
  public record Census(int hosts, int eligible, List<Exclusion> exclusions) {
    public Census {
      exclusions = List.copyOf(exclusions);
    }

    /** One sentence with what there is and what is most in the way. */
    public String sentence() {
      if (hosts == 0) {
        return "no host is online";
      }
      if (eligible > 0) {
        return eligible + " of " + hosts + " hosts may run it";
      }
      Exclusion worst = worst();
      return "none of "
          + hosts
          + " hosts may run it: "
          + worst.name()
          + " excludes "
          + worst.excludes()
          + ", "
          + worst.excludesAlone()
          + " of them alone";
    }

    /** What would help, or nothing if hosts are eligible or there are none. */
    public String remedy() {
      return hosts == 0 ? "start a worker" : eligible > 0 ? "" : worst().remedy();
    }

    private Exclusion worst() {
      Exclusion worst = exclusions.get(0);
      for (Exclusion each : exclusions) {
        boolean gainsMore = each.excludesAlone() > worst.excludesAlone();
        boolean asMuch = each.excludesAlone() == worst.excludesAlone();
        if (gainsMore || (asMuch && each.excludes() > worst.excludes())) {
          worst = each;
        }
      }
      return worst;
    }
  }

  /** Whether a host meets every condition. */
  public boolean admits(H host) {
    for (Condition<H> condition : conditions) {
      if (!condition.holds().test(host)) {
        return false;
      }
    }
    return true;
  }

  /** Counts what each condition excludes. */
  public Census census(Collection<H> hosts) {
    int[] excludes = new int[conditions.size()];
    int[] alone = new int[conditions.size()];
    int eligible = 0;
    for (H host : hosts) {
      int failed = 0;
      int last = -1;
      for (int i = 0; i < excludes.length; i++) {
        if (!conditions.get(i).holds().test(host)) {
          excludes[i]++;
          failed++;
          last = i;
        }
      }
      if (failed == 0) {
        eligible++;
      } else if (failed == 1) {
        alone[last]++;
      }
    }
    List<Exclusion> exclusions = new ArrayList<>();
    for (int i = 0; i < excludes.length; i++) {
      Condition<H> condition = conditions.get(i);
      exclusions.add(new Exclusion(condition.name(), condition.remedy(), excludes[i], alone[i]));
    }
    return new Census(hosts.size(), eligible, exclusions);
  }
}
