package io.gridbourse.worker.activation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The conditions under which this machine works; all must hold. */
public final class Activation {
  private final List<Condition> conditions;

  /** An activation; without any condition the machine always works. */
  public Activation(List<Condition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /**
   * What was found.
   *
   * @param unmet names of the conditions that do not hold
   * @param reason why they do not, for people; empty if all hold
   */
  public record Outcome(List<String> unmet, String reason) {
    public Outcome {
      unmet = List.copyOf(unmet);
    }

    /** Whether the machine may work. */
    public boolean isActive() {
      return unmet.isEmpty();
    }
  }

  /** Looks at every condition, so that each sees all that happens. */
  public Outcome look(Instant now) {
    List<String> unmet = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Condition condition : conditions) {
      Verdict verdict = condition.look(now);
      if (!verdict.holds()) {
        unmet.add(condition.name());
        reasons.add(verdict.reason());
      }
    }
    return new Outcome(unmet, String.join("; ", reasons));
  }

  /** Whether there is anything to look at. */
  public boolean isConditional() {
    return !conditions.isEmpty();
  }
}
