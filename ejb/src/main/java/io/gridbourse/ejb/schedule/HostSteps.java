package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.pool.Availability;
import io.gridbourse.domain.pool.HostMeasures;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.value.Address;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The steps of speed and of power that hosts are classed by. A host changes its step only when it
 * has clearly left it, so that noise does not move it to and fro.
 */
final class HostSteps {
  /** Steps of the scale from the middle of its step at which a host leaves it. */
  private static final double LEAVES_AT = 0.75;

  /**
   * A host of steps of whole octaves is in the middle of one half an octave above its beginning.
   */
  private static final double MIDDLE = 0.5;

  private final HostMeasures measures;
  private final Map<Address, Integer> speeds = new ConcurrentHashMap<>();
  private final Map<Address, Integer> powers = new ConcurrentHashMap<>();
  private final Map<Address, Integer> departures = new ConcurrentHashMap<>();

  HostSteps(HostMeasures measures) {
    this.measures = measures;
  }

  /** The step of a worker's speed; zero, the average, while it is unknown. */
  int speed(Address worker) {
    double factor = measures.speed(worker).factor();
    double exact = octaves(factor) * HostClass.STEPS_PER_OCTAVE;
    return speeds.merge(
        worker, HostClass.powerStep(factor), (before, next) -> kept(before, next, exact));
  }

  /** The octave of a worker's departures in an hour; untold while nobody watched it for long. */
  int leaves(Address worker) {
    Availability availability = measures.availability(worker);
    if (!availability.isKnown()) {
      departures.remove(worker);
      return HostClass.UNTOLD;
    }
    double perHour = availability.departuresPerHour();
    double exact = octaves(perHour);
    return departures.merge(
        worker, HostClass.leavesStep(perHour), (before, next) -> kept(before, next, exact));
  }

  /** The octave of the watts that a task draws there; unknown where energy is. */
  int watts(Address worker) {
    OptionalDouble watts = measures.watts(worker);
    if (watts.isEmpty()) {
      powers.remove(worker);
      return HostClass.UNKNOWN;
    }
    double exact = octaves(Math.max(1, watts.getAsDouble())) - MIDDLE;
    return powers.merge(
        worker,
        HostClass.step((long) watts.getAsDouble()),
        (before, next) -> kept(before, next, exact));
  }

  private static int kept(int before, int next, double exact) {
    return Math.abs(exact - before) > LEAVES_AT ? next : before;
  }

  private static double octaves(double value) {
    return Math.log(value) / Math.log(2);
  }
}
