package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.value.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How fast workers are beside each other, from what they answered: the smoothed ratio of a bag's
 * mean task time to the worker's. A worker changes its step only when it has clearly left it, so
 * that noise does not move it to and fro.
 */
final class HostPowers {
  private static final double NEWEST_SHARE = 0.2;
  private static final double RATIO_MAX = 64;

  /** Below this a measurement says more about the clock than about the host. */
  private static final double MILLIS_MIN = 1;

  /** Steps of the scale from the middle of its step at which a worker leaves it. */
  private static final double LEAVES_AT = 0.75;

  private final Map<Address, Power> powers = new ConcurrentHashMap<>();

  private record Power(double log, int step) {
    Power after(double ratio) {
      double next = log + NEWEST_SHARE * (Math.log(ratio) - log);
      int middle = HostClass.powerStep(Math.exp(next));
      double exact = next / Math.log(2) * HostClass.STEPS_PER_OCTAVE;
      return new Power(next, Math.abs(exact - step) > LEAVES_AT ? middle : step);
    }
  }

  /**
   * Notes how long a lease took.
   *
   * @param meanMillis of one task of the bag, on all hosts; zero while unknown
   * @param millis of all tasks of the lease
   */
  void observe(Address worker, double meanMillis, int tasks, double millis) {
    if (!(meanMillis > 0) || !(millis >= MILLIS_MIN) || tasks < 1 || Double.isInfinite(millis)) {
      return;
    }
    double ratio = Math.max(1 / RATIO_MAX, Math.min(RATIO_MAX, meanMillis * tasks / millis));
    powers.merge(worker, new Power(0, 0).after(ratio), (before, unused) -> before.after(ratio));
  }

  /** The step of a worker's speed; zero, the average, while it is unknown. */
  int step(Address worker) {
    Power power = powers.get(worker);
    return power == null ? 0 : power.step;
  }
}
