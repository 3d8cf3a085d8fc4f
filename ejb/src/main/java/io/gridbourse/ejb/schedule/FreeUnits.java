package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.value.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counted things that are free on workers: what each said last, less what it was leased since. The
 * worker itself counts; here it is only seen to that it is not offered what it would hand back.
 */
final class FreeUnits {
  private final Map<Address, Units> free = new ConcurrentHashMap<>();

  /** A worker says what is free. */
  void told(Address worker, Units units) {
    if (units.equals(Units.NONE)) {
      free.remove(worker);
    } else {
      free.put(worker, units);
    }
  }

  /** Whether a worker can run a task more that takes this. */
  boolean covers(Address worker, UnitNeed need) {
    return need.isNothing() || free.getOrDefault(worker, Units.NONE).covers(need);
  }

  /** A worker is leased tasks that take this one after the other. */
  void take(Address worker, UnitNeed need) {
    if (!need.isNothing()) {
      free.computeIfPresent(worker, (key, left) -> left.covers(need) ? left.minus(need) : left);
    }
  }
}
