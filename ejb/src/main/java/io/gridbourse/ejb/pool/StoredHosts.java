package io.gridbourse.ejb.pool;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.Availability;
import io.gridbourse.domain.pool.RelativeSpeed;
import io.gridbourse.domain.pool.WorkerState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.EnergyDayView;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What is known of hosts, in the database. */
public final class StoredHosts {
  /** How long changes of state are kept. */
  static final Duration HISTORY = Duration.ofDays(30);

  private static final String TOTALS =
      "select coalesce(sum(tasks), 0) as tasks, coalesce(sum(joules), 0) as joules,"
          + " coalesce(sum(unknown_tasks), 0) as unknown_tasks from bag_energy where ";
  private final Sql sql;

  /** The hosts in this database. */
  public StoredHosts(DataSource database) {
    this.sql = new Sql(database);
  }

  /** A host that went into a state. */
  record Change(Address worker, Instant at, WorkerState state) {}

  /** Whose energy: a bag's tasks on one worker. */
  record EnergyKey(BagId bag, Address worker) implements Comparable<EnergyKey> {
    private static final Comparator<EnergyKey> ORDER =
        Comparator.comparing((EnergyKey key) -> key.bag.text()).thenComparing(EnergyKey::worker);

    @Override
    public int compareTo(EnergyKey other) {
      return ORDER.compare(this, other);
    }
  }

  /** Energy of some tasks, and the number of those of which it is unknown. */
  record Energy(long tasks, double joules, long unknownTasks) {
    Energy plus(Energy other) {
      return new Energy(
          tasks + other.tasks, joules + other.joules, unknownTasks + other.unknownTasks);
    }
  }

  /** Whose energy: a worker's of a day of UTC. */
  record DayKey(Address worker, LocalDate day) implements Comparable<DayKey> {
    private static final Comparator<DayKey> ORDER =
        Comparator.comparing(DayKey::worker).thenComparing(DayKey::day);

    static DayKey of(Address worker, Instant at) {
      return new DayKey(worker, LocalDate.ofInstant(at, ZoneOffset.UTC));
    }

    @Override
    public int compareTo(DayKey other) {
      return ORDER.compare(this, other);
    }
  }

  /** The figures of a host; none of a new one. */
  HostFigures find(Address worker) {
    return sql.first("select * from host where worker = ?", StoredHosts::figures, worker.hex())
        .orElse(HostFigures.NONE);
  }

  /** When a worker was last heard of, by any server. */
  Optional<Instant> lastSeen(Address worker) {
    return sql.first(
            "select last_seen from worker where address = ?",
            row -> Sql.instant(row, "last_seen"),
            worker.hex())
        .flatMap(each -> each);
  }

  /** Stores the figures of hosts. */
  void store(Map<Address, HostFigures> hosts) {
    List<Object[]> rows = new ArrayList<>();
    // In one order on all nodes, so that none waits for another that waits for it.
    new TreeMap<>(hosts).forEach((worker, each) -> rows.add(row(worker, each)));
    sql.batch(
        "insert into host (worker, host_ops, guest_ops, disk_bytes, measured_at, speed,"
            + " speed_leases, up, down, departures, there, noted_at, energy_source,"
            + " watts) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (worker) do update set host_ops = excluded.host_ops,"
            + " guest_ops = excluded.guest_ops, disk_bytes = excluded.disk_bytes,"
            + " measured_at = excluded.measured_at, speed = excluded.speed,"
            + " speed_leases = excluded.speed_leases, up = excluded.up, down = excluded.down,"
            + " departures = excluded.departures, there = excluded.there,"
            + " noted_at = excluded.noted_at, energy_source = excluded.energy_source,"
            + " watts = excluded.watts",
        rows);
  }

  private static Object[] row(Address worker, HostFigures each) {
    Optional<WorkerWire.Benchmark> benchmark =
        each.benchmark().map(HostFigures.Measured::benchmark);
    return new Object[] {
      worker.hex(),
      benchmark.map(WorkerWire.Benchmark::hostOps),
      benchmark.map(WorkerWire.Benchmark::guestOps),
      benchmark.map(WorkerWire.Benchmark::diskBytes),
      each.benchmark().map(HostFigures.Measured::at),
      each.speed().factor(),
      each.speed().leases(),
      each.availability().up(),
      each.availability().down(),
      each.availability().departures(),
      each.there(),
      each.notedAt(),
      each.source(),
      each.watts().isPresent() ? each.watts().getAsDouble() : null
    };
  }

  /** Adds changes of state to the history. */
  void add(List<Change> changes) {
    sql.batch(
        "insert into host_state (worker, at, state) values (?, ?, ?)",
        changes.stream()
            .map(each -> new Object[] {each.worker().hex(), each.at(), each.state()})
            .toList());
  }

  /** Drops what is older than the history. */
  int forget(Instant now) {
    LocalDate first = LocalDate.ofInstant(now.minus(HISTORY), ZoneOffset.UTC);
    sql.update("delete from host_energy_day where day < ?", first);
    return sql.update("delete from host_state where at < ?", now.minus(HISTORY));
  }

  /** Adds energy of tasks. */
  void add(Map<EnergyKey, Energy> energy) {
    List<Object[]> rows = new ArrayList<>();
    new TreeMap<>(energy)
        .forEach((key, each) -> rows.add(row(key.bag().text(), key.worker().hex(), each)));
    addTo("bag_energy", "bag, worker", rows);
  }

  /** Adds energy of days. */
  void addDays(Map<DayKey, Energy> energy) {
    List<Object[]> rows = new ArrayList<>();
    new TreeMap<>(energy)
        .forEach((key, each) -> rows.add(row(key.worker().hex(), key.day(), each)));
    addTo("host_energy_day", "worker, day", rows);
  }

  private static Object[] row(Object first, Object second, Energy energy) {
    return new Object[] {first, second, energy.tasks(), energy.joules(), energy.unknownTasks()};
  }

  /** Adds to what a table has under the two columns of its key. */
  private void addTo(String table, String key, List<Object[]> rows) {
    sql.batch(
        ("insert into %s as known (%s, tasks, joules, unknown_tasks)"
                + " values (?, ?, ?, ?, ?) on conflict (%s) do update"
                + " set tasks = known.tasks + excluded.tasks,"
                + " joules = known.joules + excluded.joules,"
                + " unknown_tasks = known.unknown_tasks + excluded.unknown_tasks")
            .formatted(table, key, key),
        rows);
  }

  /**
   * Stores what the owners of hosts let tasks use.
   *
   * @param budgets joules by day; empty where there is no limit any more
   */
  void storeBudgets(Map<DayKey, OptionalDouble> budgets) {
    List<Object[]> rows = new ArrayList<>();
    new TreeMap<>(budgets)
        .forEach(
            (key, joules) ->
                rows.add(
                    new Object[] {
                      key.worker().hex(),
                      key.day(),
                      joules.isPresent() ? joules.getAsDouble() : null
                    }));
    sql.batch(
        "insert into host_energy_day (worker, day, budget_joules) values (?, ?, ?)"
            + " on conflict (worker, day) do update set budget_joules = excluded.budget_joules",
        rows);
  }

  /** The last days on which a worker computed or had a budget, the newest first. */
  List<EnergyDayView> energyDays(Address worker, int most) {
    return sql.list(
        "select * from host_energy_day where worker = ? order by day desc limit ?",
        StoredHosts::energyDay,
        worker.hex(),
        most);
  }

  private static EnergyDayView energyDay(ResultSet row) throws SQLException {
    double joules = row.getDouble("joules");
    double limit = row.getDouble("budget_joules");
    Double budget = row.wasNull() ? null : limit;
    return new EnergyDayView(
        row.getObject("day", LocalDate.class),
        joules,
        budget,
        budget == null ? null : budget - joules,
        row.getLong("tasks"),
        row.getLong("unknown_tasks"));
  }

  /** Energy of all that was computed for a bag; empty if nothing was. */
  public Optional<Views.EnergyView> energyOf(BagId bag) {
    return energy(TOTALS + "bag = ?", bag.text());
  }

  /** Energy of all that a worker computed; empty if that is nothing. */
  public Optional<Views.EnergyView> energyOf(Address worker) {
    return energy(TOTALS + "worker = ?", worker.hex());
  }

  private Optional<Views.EnergyView> energy(String query, String of) {
    return sql.first(query, StoredHosts::energy, of)
        .filter(each -> each.tasks() + each.unknownTasks() > 0);
  }

  private static Views.EnergyView energy(ResultSet row) throws SQLException {
    long tasks = row.getLong("tasks");
    double joules = row.getDouble("joules");
    return new Views.EnergyView(
        tasks == 0 ? null : joules,
        tasks == 0 ? null : joules / tasks,
        tasks,
        row.getLong("unknown_tasks"));
  }

  private static HostFigures figures(ResultSet row) throws SQLException {
    Optional<Instant> measured = Sql.instant(row, "measured_at");
    double hostOps = row.getDouble("host_ops");
    double guestOps = row.getDouble("guest_ops");
    Double guest = row.wasNull() ? null : guestOps;
    long disk = row.getLong("disk_bytes");
    double watts = row.getDouble("watts");
    OptionalDouble power = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(watts);
    return new HostFigures(
        measured.map(
            at ->
                new HostFigures.Measured(new WorkerWire.Benchmark(hostOps, guest, 0, 0, disk), at)),
        new RelativeSpeed(row.getDouble("speed"), row.getLong("speed_leases")),
        new Availability(row.getDouble("up"), row.getDouble("down"), row.getDouble("departures")),
        row.getBoolean("there"),
        Sql.instant(row, "noted_at"),
        HostFigures.EnergySource.valueOf(row.getString("energy_source")),
        power);
  }
}
