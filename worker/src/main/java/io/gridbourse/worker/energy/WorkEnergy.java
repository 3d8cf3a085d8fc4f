package io.gridbourse.worker.energy;

import io.gridbourse.worker.activation.DayEnergy;
import io.gridbourse.worker.activation.HostTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The energy that this machine's work has used, by quarters of an hour, so that the sum since
 * midnight is known in any time zone. It outlives the process in a file. A lease that runs has its
 * share of the machine: one slot of all.
 */
public final class WorkEnergy implements DayEnergy {
  private static final Logger LOG = Logger.getLogger(WorkEnergy.class.getName());
  private static final long QUARTER_SECONDS = Duration.ofMinutes(15).toSeconds();
  private static final long KEPT_QUARTERS = 200;
  private static final Duration SAVED_EVERY = Duration.ofMinutes(1);
  private static final double JOULES_PER_WATT_HOUR = 3_600;

  private final EnergyMeter meter;
  private final int slots;
  private final OptionalDouble budget;
  private final Path file;
  private final TreeMap<Long, Double> quarters = new TreeMap<>();
  private OptionalDouble last = OptionalDouble.empty();
  private Instant savedAt = Instant.MIN;
  private boolean unsavable;

  /** The work of a machine of which a day's work may use whatever it takes. */
  public WorkEnergy(EnergyMeter meter, int slots, Path file) {
    this(meter, slots, file, OptionalDouble.empty());
  }

  /**
   * The work of a machine.
   *
   * @param slots leases that it runs at once, at least 1
   * @param file where the sums are kept
   * @param budget watt-hours that a day's work may use
   */
  public WorkEnergy(EnergyMeter meter, int slots, Path file, OptionalDouble budget) {
    this.meter = meter;
    this.budget = budget;
    this.slots = slots;
    this.file = file;
    for (String line : HostTrees.lines(file)) {
      if (line.matches("[0-9]{1,12} [0-9]{1,15}(\\.[0-9]{1,9})?")) {
        String[] words = line.split(" ", -1);
        quarters.put(Long.valueOf(words[0]), Double.valueOf(words[1]));
      }
    }
  }

  /** How the machine's energy is known. */
  public EnergyMeter meter() {
    return meter;
  }

  /** Watt-hours that a day's work may use; empty without a limit. */
  public OptionalDouble budget() {
    return budget;
  }

  /** Joules that a lease used which began when the meter stood at {@code before}. */
  public OptionalDouble since(OptionalDouble before) {
    OptionalDouble now = meter.joules();
    return before.isPresent() && now.isPresent()
        ? OptionalDouble.of(Math.max(0, now.getAsDouble() - before.getAsDouble()) / slots)
        : OptionalDouble.empty();
  }

  /**
   * Notes what was used since the last time.
   *
   * @param busy slots that run a lease
   */
  public synchronized void note(int busy, Instant now) {
    OptionalDouble joules = meter.joules();
    if (joules.isEmpty()) {
      return;
    }
    if (last.isPresent()) {
      double used = (joules.getAsDouble() - last.getAsDouble()) * Math.min(busy, slots) / slots;
      long quarter = now.getEpochSecond() / QUARTER_SECONDS;
      quarters.merge(quarter, Math.max(0, used), Double::sum);
      quarters.headMap(quarter - KEPT_QUARTERS).clear();
    }
    last = joules;
    if (savedAt.equals(Instant.MIN) || !savedAt.plus(SAVED_EVERY).isAfter(now)) {
      savedAt = now;
      save();
    }
  }

  @Override
  public synchronized OptionalDouble wattHours(Instant now, ZoneId zone) {
    if (meter.source() == EnergyMeter.Source.UNKNOWN) {
      return OptionalDouble.empty();
    }
    Instant midnight = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    double joules =
        quarters.tailMap(midnight.getEpochSecond() / QUARTER_SECONDS, true).values().stream()
            .mapToDouble(each -> each)
            .sum();
    return OptionalDouble.of(joules / JOULES_PER_WATT_HOUR);
  }

  private void save() {
    String text =
        quarters.entrySet().stream().map(WorkEnergy::line).collect(Collectors.joining("\n"));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      unsavable = false;
    } catch (IOException e) {
      if (!unsavable) {
        LOG.warning(() -> "the energy used today cannot be kept in " + file + ": " + e);
      }
      unsavable = true;
    }
  }

  private static String line(Map.Entry<Long, Double> quarter) {
    return quarter.getKey()
        + " "
        + String.format(java.util.Locale.ROOT, "%.3f", quarter.getValue());
  }
}
