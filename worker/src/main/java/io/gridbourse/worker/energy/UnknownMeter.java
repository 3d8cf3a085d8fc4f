package io.gridbourse.worker.energy;

import java.util.OptionalDouble;

/** A machine that tells nothing and whose owner declared nothing. */
final class UnknownMeter implements EnergyMeter {
  @Override
  public Source source() {
    return Source.UNKNOWN;
  }

  @Override
  public OptionalDouble joules() {
    return OptionalDouble.empty();
  }
}
