package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.ladder.HostKind;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.schedule.Reservation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A worker online as the scheduler sees it.
 *
 * @param drivers that work now
 * @param kept the reservation that it is kept for
 */
record Host(Worker worker, Set<String> drivers, Optional<Reservation> kept) {
  /** Stands for a size that the worker did not tell: it is believed to suffice. */
  private static final int ENOUGH = 62;

  /** How well its driver isolates; -1 without that driver. */
  int isolation(String driver) {
    if (!drivers.contains(driver)) {
      return -1;
    }
    for (Worker.Driver each : worker.drivers()) {
      if (each.name().equals(driver)) {
        return each.isolation();
      }
    }
    return 0;
  }

  /** Whether it has so many processors. */
  boolean hasCpus(int cpus) {
    return worker.host().cpus() < 1 || worker.host().cpus() >= cpus;
  }

  /** Whether it has so much memory. */
  boolean hasMemory(long bytes) {
    return worker.host().memoryBytes() < 1 || worker.host().memoryBytes() >= bytes;
  }

  /** The class of hosts whose votes its own may be compared with; empty if nobody knows. */
  Optional<String> kind(Assurance.Hosts likeness) {
    return HostKind.of(worker.host()).classFor(likeness);
  }

  /** Whether it may do tasks of a project, as far as reservations go. */
  boolean isFreeFor(String project) {
    return kept.isEmpty() || kept.get().lent() || kept.get().project().equals(project);
  }

  /** The class that it is ranked in while no bag requires anything of hosts. */
  HostClass hostClass(int powerStep, long weight, int watts) {
    return hostClass(powerStep, weight, watts, List.of());
  }

  /**
   * The class that it is ranked in.
   *
   * @param powerStep see {@link HostClass#powerStep}
   * @param watts octave of the power that a task draws; {@link HostClass#UNKNOWN} if nobody knows
   * @param meets requirements of running bags that it meets, in order
   */
  HostClass hostClass(int powerStep, long weight, int watts, List<String> meets) {
    Map<String, Integer> isolations = new TreeMap<>();
    drivers.forEach(driver -> isolations.put(driver, isolation(driver)));
    int cpus = worker.host().cpus();
    long mebibytes = worker.host().memoryBytes() >> 20;
    return new HostClass(
        worker.pool().hex(),
        HostClass.drivers(isolations),
        cpus < 1 ? ENOUGH : HostClass.step(cpus),
        mebibytes < 1 ? ENOUGH : HostClass.step(mebibytes),
        powerStep,
        weight,
        watts,
        kept.map(Reservation::id).orElse(""),
        meets,
        worker.declaration().units(),
        "",
        HostClass.UNTOLD);
  }
}
