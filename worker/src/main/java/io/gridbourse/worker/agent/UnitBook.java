package io.gridbourse.worker.agent;

import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.TakenUnits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which GPUs and other counted things of this machine running leases have taken. */
final class UnitBook {
  private final Units all;
  private final Map<String, BitSet> taken = new HashMap<>();
  private Units free;

  /** Nothing is taken yet. */
  UnitBook(Units all) {
    this.all = all;
    this.free = all;
  }

  /** What no lease has taken; null if there is nothing that is counted. */
  synchronized WorkerWire.@Nullable FreeUnits free() {
    return all.equals(Units.NONE) ? null : new WorkerWire.FreeUnits(free.gpus(), free.counted());
  }

  /**
   * Takes what a lease asks for.
   *
   * @throws LeaseNotRunException if that is not free
   */
  synchronized TakenUnits take(WorkerWire.@Nullable UnitNeedWire asked)
      throws LeaseNotRunException {
    if (asked == null) {
      return TakenUnits.NONE;
    }
    UnitNeed need = new UnitNeed(asked.gpuHundredths(), asked.resources());
    if (!free.covers(need)) {
      throw new LeaseNotRunException(
          LeaseNotRunException.Reason.BUSY, need.text() + " are not free on this worker");
    }
    List<Integer> gpus = free.gpusFor(need).orElseThrow();
    free = free.minus(need);
    Map<String, List<Integer>> counted = new HashMap<>();
    need.counted().forEach((name, count) -> counted.put(name, numbers(name, count)));
    return new TakenUnits(need, gpus, counted);
  }

  private List<Integer> numbers(String name, int count) {
    BitSet used = taken.computeIfAbsent(name, key -> new BitSet());
    List<Integer> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int next = used.nextClearBit(0);
      used.set(next);
      numbers.add(next);
    }
    return numbers;
  }

  /** A lease has ended: what it took is free again. */
  synchronized void release(TakenUnits units) {
    List<Integer> gpus = new ArrayList<>(free.gpus());
    for (int gpu : units.gpus()) {
      gpus.set(gpu, gpus.get(gpu) + Math.min(UnitNeed.WHOLE, units.need().gpuHundredths()));
    }
    Map<String, Integer> counted = new HashMap<>(free.counted());
    units
        .counted()
        .forEach(
            (name, numbers) -> {
              counted.merge(name, numbers.size(), Integer::sum);
              numbers.forEach(taken.get(name)::clear);
            });
    free = new Units(gpus, counted);
  }
}
