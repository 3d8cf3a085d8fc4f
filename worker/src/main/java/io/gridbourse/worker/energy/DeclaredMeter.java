package io.gridbourse.worker.energy;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** The power that the owner declared, times the time. */
final class DeclaredMeter implements EnergyMeter {
  private static final double NANOS = 1e9;

  private final double watts;
  private final LongSupplier nanos;
  private final long start;

  /**
   * A meter that begins at zero.
   *
   * @param nanos a clock that never runs backwards
   */
  DeclaredMeter(double watts, LongSupplier nanos) {
    this.watts = watts;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  @Override
  public Source source() {
    return Source.DECLARED;
  }

  @Override
  public OptionalDouble joules() {
    return OptionalDouble.of(watts * (nanos.getAsLong() - start) / NANOS);
  }
}
