package io.gridbourse.worker.activation;

import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;

/** The battery holds more than a floor; once it fell below, it must first rise to a higher mark. */
final class BatteryFloor implements Condition {
  static final String NAME = "battery";
  static final String USAGE = "write " + NAME + " floor=40% resume=60%";

  private final PowerSupplies supplies;
  private final double floor;
  private final double resume;
  private boolean low;

  /**
   * A condition on the charge, in percent.
   *
   * @param resume the mark at which work begins again, at least {@code floor}
   */
  BatteryFloor(PowerSupplies supplies, double floor, double resume) {
    this.supplies = supplies;
    this.floor = floor;
    this.resume = resume;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict look(Instant now) {
    OptionalDouble charge = supplies.charge();
    if (charge.isEmpty()) {
      return Verdict.not(
          "the charge of the battery is unknown: /sys/class/power_supply shows no battery");
    }
    double percent = charge.getAsDouble();
    low = percent < floor || (low && percent < resume);
    if (!low) {
      return Verdict.HOLDS;
    }
    return Verdict.not(
        String.format(
            Locale.ROOT,
            "the battery holds %.0f %%, below the floor of %.0f %%; work goes on at %.0f %%",
            percent,
            floor,
            resume));
  }
}
