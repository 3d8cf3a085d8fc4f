package io.gridbourse.worker.energy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Chooses how this machine's energy is known. */
public final class EnergyMeters {
  private EnergyMeters() {}

  /**
   * What the owner declared comes first, for it may count the whole machine; then the machine's own
   * counters; else the energy is unknown.
   *
   * @param sys the device file system, as /sys
   * @param nanos a clock that never runs backwards
   */
  public static EnergyMeter of(Optional<Double> watts, Path sys, LongSupplier nanos) {
    return watts
        .<EnergyMeter>map(each -> new DeclaredMeter(each, nanos))
        .or(() -> RaplMeter.of(sys))
        .orElseGet(UnknownMeter::new);
  }
}
