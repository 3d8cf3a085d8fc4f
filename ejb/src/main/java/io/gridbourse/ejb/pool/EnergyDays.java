package io.gridbourse.ejb.pool;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.StoredHosts.DayKey;
import io.gridbourse.ejb.pool.StoredHosts.Energy;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The balance of energy of hosts by days of UTC: what owners let tasks use, and what those used, as
 * workers tell it. Learnt in memory, stored every few seconds.
 */
final class EnergyDays {
  private static final double JOULES_PER_WATT_HOUR = 3_600;
  private final Map<DayKey, Energy> used = new HashMap<>();
  private final Map<DayKey, OptionalDouble> budgets = new HashMap<>();
  private final Map<Address, Declared> declared = new HashMap<>();
  private final StoredHosts stored;
  private final Clock clock;

  EnergyDays(StoredHosts stored, Clock clock) {
    this.stored = stored;
    this.clock = clock;
  }

  /** What an owner declared last, and the last day for which that was noted. */
  private record Declared(DayKey day, OptionalDouble joules) {}

  /**
   * A worker tells what its owner lets tasks use in a day.
   *
   * @param wattHours null without a limit
   */
  synchronized void declared(Address worker, Double wattHours) {
    OptionalDouble joules =
        wattHours == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(wattHours * JOULES_PER_WATT_HOUR);
    Declared now = new Declared(DayKey.of(worker, clock.instant()), joules);
    Declared before = declared.put(worker, now);
    boolean isNews = joules.isPresent() || (before != null && before.joules.isPresent());
    if (isNews && !now.equals(before)) {
      budgets.put(now.day, joules);
    }
  }

  /** A worker's tasks used energy. */
  synchronized void used(Address worker, Energy energy) {
    used.merge(DayKey.of(worker, clock.instant()), energy, Energy::plus);
  }

  /** Stores what is new; what cannot be stored is kept for the next time. */
  void save() {
    Map<DayKey, Energy> newlyUsed;
    Map<DayKey, OptionalDouble> newBudgets;
    synchronized (this) {
      newlyUsed = new HashMap<>(used);
      newBudgets = new HashMap<>(budgets);
      used.clear();
      budgets.clear();
    }
    boolean isUsedStored = false;
    try {
      stored.addDays(newlyUsed);
      isUsedStored = true;
      stored.storeBudgets(newBudgets);
    } catch (RuntimeException e) {
      keep(isUsedStored ? Map.of() : newlyUsed, newBudgets);
      throw e;
    }
  }

  private synchronized void keep(
      Map<DayKey, Energy> unsaved, Map<DayKey, OptionalDouble> unsavedBudgets) {
    unsaved.forEach((key, each) -> used.merge(key, each, Energy::plus));
    unsavedBudgets.forEach(budgets::putIfAbsent);
  }
}
