package io.gridbourse.ejb.pool;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.Availability;
import io.gridbourse.domain.pool.HostMeasures;
import io.gridbourse.domain.pool.RelativeSpeed;
import io.gridbourse.domain.pool.WorkerState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.pool.StoredHosts.Change;
import io.gridbourse.ejb.pool.StoredHosts.Energy;
import io.gridbourse.ejb.pool.StoredHosts.EnergyKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * What this node knows of hosts. It learns in memory and stores every few seconds: figures of the
 * last seconds before a crash are lost, which makes them a little less exact and nothing wrong.
 */
public final class HostBook implements HostMeasures {
  private static final double MILLIS = 1_000;
  private static final double MILLIS_MIN = 1;
  private static final double JOULES_MAX = 1e12;
  private static final Duration FORGOTTEN_EVERY = Duration.ofHours(1);

  /** Days of energy that people are shown. */
  private static final int DAYS_SHOWN = 7;

  private final Map<Address, HostFigures> hosts = new HashMap<>();
  private final Set<Address> unsaved = new HashSet<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<EnergyKey, Energy> energy = new HashMap<>();
  private final EnergyDays days;
  private final StoredHosts stored;
  private final Clock clock;
  private Instant forgottenAt = Instant.MIN;
  private double logOperations;
  private int measured;

  /** The hosts in this database. */
  public HostBook(DataSource database, Clock clock) {
    this.stored = new StoredHosts(database);
    this.days = new EnergyDays(stored, clock);
    this.clock = clock;
  }

  /**
   * A lease that was answered.
   *
   * @param expectedMillis computing time that so many tasks of the bag take on average; zero while
   *     that is unknown
   * @param joules what the worker says that they used; null if it says nothing
   */
  public record Answered(
      Address worker, BagId bag, int tasks, double expectedMillis, double millis, Double joules) {
    boolean isMetered() {
      return joules != null && joules >= 0 && joules <= JOULES_MAX && millis >= 0;
    }

    /** Watts that its tasks drew; empty where that is unknown or too short to be told. */
    OptionalDouble watts() {
      return isMetered() && millis >= MILLIS_MIN
          ? OptionalDouble.of(joules * MILLIS / millis)
          : OptionalDouble.empty();
    }
  }

  /** A host went into a state. */
  public synchronized void changed(Address worker, WorkerState state) {
    Instant now = clock.instant();
    boolean there = state == WorkerState.ONLINE;
    update(worker, host -> host.changed(there, now));
    changes.add(new Change(worker, now, state));
  }

  /** A host tells of itself. */
  public synchronized void told(Address worker, WorkerWire.HostState state) {
    if (state.benchmark() != null) {
      update(worker, host -> host.measured(state.benchmark(), clock.instant()));
    }
    days.declared(worker, state.budgetWattHours());
    HostFigures.EnergySource source = source(state.energy());
    if (figures(worker).source() != source) {
      update(worker, host -> host.from(source));
    }
  }

  private static HostFigures.EnergySource source(String text) {
    for (HostFigures.EnergySource each : HostFigures.EnergySource.values()) {
      if (each.name().equals(text)) {
        return each;
      }
    }
    return HostFigures.EnergySource.UNKNOWN;
  }

  /** A host answered a lease. */
  public synchronized void answered(Answered lease) {
    boolean metered = lease.isMetered();
    update(
        lease.worker(),
        host ->
            host.computed(
                learnt(host).after(lease.expectedMillis(), lease.millis()), lease.watts()));
    Energy used =
        metered ? new Energy(lease.tasks(), lease.joules(), 0) : new Energy(0, 0, lease.tasks());
    energy.merge(new EnergyKey(lease.bag(), lease.worker()), used, Energy::plus);
    days.used(lease.worker(), used);
  }

  private void update(Address worker, UnaryOperator<HostFigures> change) {
    put(worker, change.apply(figures(worker)));
    unsaved.add(worker);
  }

  private HostFigures figures(Address worker) {
    HostFigures known = hosts.get(worker);
    if (known == null) {
      known = stored.find(worker).resumed(stored.lastSeen(worker), clock.instant());
      put(worker, known);
    }
    return known;
  }

  private void put(Address worker, HostFigures next) {
    count(hosts.put(worker, next), -1);
    count(next, 1);
  }

  private void count(HostFigures host, int sign) {
    if (host != null && host.benchmark().isPresent()) {
      logOperations += sign * Math.log(host.benchmark().get().benchmark().hostOps());
      measured += sign;
    }
  }

  /** The speed as tasks taught it; before the first one, as the benchmarks let expect. */
  private RelativeSpeed learnt(HostFigures host) {
    if (host.speed().leases() > 0 || host.benchmark().isEmpty()) {
      return host.speed();
    }
    // The mean of logarithms: half and twice as fast cancel each other out.
    return RelativeSpeed.guessed(
        host.benchmark().get().benchmark().hostOps(), Math.exp(logOperations / measured));
  }

  /** Stores what was learnt; what cannot be stored now is stored the next time. */
  public void save() {
    Map<Address, HostFigures> figures = new HashMap<>();
    List<Change> history;
    Map<EnergyKey, Energy> used;
    synchronized (this) {
      unsaved.forEach(worker -> figures.put(worker, hosts.get(worker)));
      unsaved.clear();
      history = List.copyOf(changes);
      changes.clear();
      used = new HashMap<>(energy);
      energy.clear();
    }
    boolean energyStored = false;
    boolean historyStored = false;
    try {
      stored.add(used);
      energyStored = true;
      stored.add(history);
      historyStored = true;
      stored.store(figures);
      days.save();
    } catch (RuntimeException e) {
      keep(figures.keySet(), historyStored ? List.of() : history, energyStored ? Map.of() : used);
      throw e;
    }
    forgetOld();
  }

  private synchronized void keep(
      Set<Address> workers, List<Change> history, Map<EnergyKey, Energy> used) {
    unsaved.addAll(workers);
    changes.addAll(0, history);
    used.forEach((key, each) -> energy.merge(key, each, Energy::plus));
  }

  private void forgetOld() {
    Instant now = clock.instant();
    if (forgottenAt.equals(Instant.MIN) || forgottenAt.plus(FORGOTTEN_EVERY).isBefore(now)) {
      forgottenAt = now;
      stored.forget(now);
    }
  }

  @Override
  public synchronized Availability availability(Address worker) {
    return figures(worker).availabilityAt(clock.instant());
  }

  @Override
  public synchronized RelativeSpeed speed(Address worker) {
    return learnt(figures(worker));
  }

  @Override
  public synchronized OptionalDouble operationsPerSecond(Address worker) {
    Optional<HostFigures.Measured> measured = figures(worker).benchmark();
    return measured.isPresent()
        ? OptionalDouble.of(measured.get().benchmark().hostOps())
        : OptionalDouble.empty();
  }

  @Override
  public synchronized OptionalDouble watts(Address worker) {
    return figures(worker).watts();
  }

  /** What people are shown of a host. */
  public Views.HostView view(Address worker) {
    HostFigures host;
    synchronized (this) {
      host = figures(worker);
    }
    Availability availability = host.availabilityAt(clock.instant());
    Optional<HostFigures.Measured> measured = host.benchmark();
    return new Views.HostView(
        measured.map(each -> each.benchmark().hostOps()).orElse(null),
        measured.map(each -> each.benchmark().guestOps()).orElse(null),
        measured.map(each -> each.benchmark().diskBytes()).orElse(null),
        measured.map(HostFigures.Measured::at).orElse(null),
        host.speed().factor(),
        host.speed().leases(),
        availability.fraction(),
        availability.departuresPerHour(),
        host.source().name(),
        host.watts().isPresent() ? host.watts().getAsDouble() : null,
        stored.energyOf(worker).orElse(null),
        stored.energyDays(worker, DAYS_SHOWN));
  }
}
