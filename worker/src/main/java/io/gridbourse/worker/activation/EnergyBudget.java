package io.gridbourse.worker.activation;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.OptionalDouble;

/** The work of a day has used less than a budget; at midnight it begins anew. */
final class EnergyBudget implements Condition {
  static final String NAME = "energy-budget";
  static final String USAGE = "write " + NAME + " wh=500";

  private final DayEnergy energy;
  private final double wattHours;
  private final ZoneId zone;

  /**
   * A budget.
   *
   * @param wattHours that tasks may use from one midnight to the next
   */
  EnergyBudget(DayEnergy energy, double wattHours, ZoneId zone) {
    this.energy = energy;
    this.wattHours = wattHours;
    this.zone = zone;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict look(Instant now) {
    OptionalDouble used = energy.wattHours(now, zone);
    if (used.isEmpty()) {
      return Verdict.not(
          "the energy used today is unknown: declare the machine's power with --watts");
    }
    return used.getAsDouble() < wattHours
        ? Verdict.HOLDS
        : Verdict.not(
            String.format(
                Locale.ROOT,
                "today's budget of %.0f Wh is used up; work goes on after midnight",
                wattHours));
  }
}
