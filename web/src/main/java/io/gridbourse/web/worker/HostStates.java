package io.gridbourse.web.worker;

import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.wire.WorkerWire;
import java.util.Optional;

/** Whether what a worker tells of its machine can be true. */
final class HostStates {
  private static final int PAUSED_MAX = 500;
  private static final double OPERATIONS_MAX = 1e15;
  private static final int CPUS_MAX = 65_536;
  private static final int FINGERPRINT_MAX = 64;

  private HostStates() {}

  /** What is wrong with it, with field and limit; empty if nothing is. */
  static Optional<String> problem(WorkerWire.HostState host) {
    if (host == null) {
      return Optional.empty();
    }
    if (host.paused() != null && (host.paused().isBlank() || host.paused().length() > PAUSED_MAX)) {
      return Optional.of("host.paused must be 1 to " + PAUSED_MAX + " characters, or absent.");
    }
    if (host.paused() != null && host.paused().chars().anyMatch(Character::isISOControl)) {
      return Optional.of("host.paused must not have control characters.");
    }
    if (host.declaration() != null && host.declaration().length() > FINGERPRINT_MAX) {
      return Optional.of("host.declaration must be at most " + FINGERPRINT_MAX + " characters.");
    }
    Optional<String> units = units(host.free());
    if (units.isPresent()) {
      return units;
    }
    WorkerWire.Benchmark benchmark = host.benchmark();
    if (benchmark == null) {
      return Optional.empty();
    }
    if (!isRate(benchmark.hostOps())
        || (benchmark.guestOps() != null && !isRate(benchmark.guestOps()))) {
      return Optional.of("host.benchmark has operations a second that are not 0 to 1e15.");
    }
    return benchmark.cpus() < 1
            || benchmark.cpus() > CPUS_MAX
            || benchmark.memoryBytes() < 1
            || benchmark.diskBytes() < 0
        ? Optional.of("host.benchmark has cpus, memoryBytes or diskBytes that no machine has.")
        : Optional.empty();
  }

  private static Optional<String> units(WorkerWire.FreeUnits free) {
    if (free == null) {
      return Optional.empty();
    }
    try {
      return new Units(free.gpus(), free.resources()).equals(Units.NONE)
          ? Optional.of("host.free must be absent if there is nothing that is counted.")
          : Optional.empty();
    } catch (IllegalArgumentException | NullPointerException e) {
      return Optional.of("host.free: " + e.getMessage() + ".");
    }
  }

  private static boolean isRate(double operations) {
    return operations > 0 && operations <= OPERATIONS_MAX;
  }
}
