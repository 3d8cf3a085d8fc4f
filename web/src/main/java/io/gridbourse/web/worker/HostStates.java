package io.gridbourse.web.worker;

import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.wire.CacheNews;
import io.gridbourse.domain.wire.WorkerWire;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether what a worker tells of its machine can be true. */
final class HostStates {
  private static final int PAUSED_MAX = 500;
  private static final double OPERATIONS_MAX = 1e15;
  private static final int CPUS_MAX = 65_536;
  private static final int FINGERPRINT_MAX = 64;
  private static final double WATT_HOURS_MAX = 1e6;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");

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
    Double budget = host.budgetWattHours();
    if (budget != null && !(budget > 0 && budget <= WATT_HOURS_MAX)) {
      return Optional.of("host.budgetWattHours must be above 0 and at most 1e6, or absent.");
    }
    Optional<String> inContents = contentsProblem(host.contents());
    return inContents.isPresent() ? inContents : benchmarkProblem(host.benchmark());
  }

  private static Optional<String> contentsProblem(CacheNews news) {
    if (news == null) {
      return Optional.empty();
    }
    if (news.from() < 0 || news.to() < 1) {
      return Optional.of("host.contents.from must be 0 or more, host.contents.to 1 or more.");
    }
    return isNames(news.kept()) && isNames(news.gone())
        ? Optional.empty()
        : Optional.of(
            "host.contents.kept and .gone must be lists of at most "
                + CacheNews.CONTENTS_MAX
                + " names, each the first 16 hex digits, in lower case, of a SHA-256.");
  }

  private static boolean isNames(List<String> names) {
    return names != null
        && names.size() <= CacheNews.CONTENTS_MAX
        && names.stream().allMatch(name -> name != null && NAME.matcher(name).matches());
  }

  private static Optional<String> benchmarkProblem(WorkerWire.Benchmark benchmark) {
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
