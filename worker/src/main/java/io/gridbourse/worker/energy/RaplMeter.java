package io.gridbourse.worker.energy;

import io.gridbourse.worker.activation.HostTrees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The energy counters of the processor packages, as the kernel shows them below powercap. They
 * count the processors with what is on their die, not the rest of the machine. They begin anew when
 * they are full, after some minutes under load, so they must be read now and then.
 */
final class RaplMeter implements EnergyMeter {
  private static final double MICROS = 1e6;

  private final List<Counter> counters;
  private double joules;

  private RaplMeter(List<Counter> counters) {
    this.counters = counters;
  }

  /** The counters of this machine; empty if there is none that this user may read. */
  static Optional<EnergyMeter> of(Path sys) {
    List<Counter> counters = new ArrayList<>();
    for (Path zone : HostTrees.entries(sys.resolve("class").resolve("powercap"), "*rapl:*")) {
      boolean isPackage = HostTrees.text(zone.resolve("name")).orElse("").startsWith("package");
      OptionalLong now = HostTrees.number(zone.resolve("energy_uj"));
      if (isPackage && now.isPresent()) {
        counters.add(new Counter(zone, now.getAsLong()));
      }
    }
    return counters.isEmpty() ? Optional.empty() : Optional.of(new RaplMeter(counters));
  }

  private static final class Counter {
    private final Path zone;
    private final long range;
    private long last;

    Counter(Path zone, long last) {
      this.zone = zone;
      this.range = HostTrees.number(zone.resolve("max_energy_range_uj")).orElse(0);
      this.last = last;
    }

    /** Microjoules since the last time. */
    long step() {
      OptionalLong now = HostTrees.number(zone.resolve("energy_uj"));
      if (now.isEmpty()) {
        return 0;
      }
      long step = now.getAsLong() - last;
      last = now.getAsLong();
      return step >= 0 ? step : Math.max(0, step + range);
    }
  }

  @Override
  public Source source() {
    return Source.METERED;
  }

  @Override
  public synchronized OptionalDouble joules() {
    for (Counter counter : counters) {
      joules += counter.step() / MICROS;
    }
    return OptionalDouble.of(joules);
  }
}
