package io.gridbourse.ejb.pool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.Workers;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The workers and their tokens in the database. */
public final class StoredWorkers implements Workers {
  private static final TypeReference<List<Worker.Driver>> DRIVERS = new TypeReference<>() {};
  private static final String NOTHING = "{}";
  private final Sql sql;
  private final Clock clock;

  /** The workers in this database. */
  public StoredWorkers(DataSource database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /**
   * A worker with what was noted of it.
   *
   * @param accepted tasks whose certified answer it gave
   * @param rejected tasks on which it was outvoted or silent
   */
  public record Recorded(Worker worker, Optional<Instant> lastSeen, long accepted, long rejected) {}

  /** Stores a token's hash. Whoever enrols with it stands at the site. */
  void addToken(byte[] hash, Address pool, Optional<Site> site, Instant issued, Instant expires) {
    sql.update(
        "insert into enrolment_token (hash, pool, site, issued_at, expires) values (?, ?, ?, ?, ?)",
        hash,
        pool.hex(),
        site.map(Site::name),
        issued,
        expires);
  }

  private record Token(Instant expires, Optional<Site> site) {}

  @Override
  public Enrolment enrol(Worker worker, byte[] tokenHash) {
    Optional<Token> token =
        sql.first(
            "select expires, site from enrolment_token where hash = ? and pool = ?"
                + " and (used_by is null or used_by = ?) for update",
            row -> new Token(Sql.instant(row, "expires").orElseThrow(), site(row)),
            tokenHash,
            worker.pool().hex(),
            worker.address().hex());
    if (token.isEmpty()) {
      return Enrolment.TOKEN_INVALID;
    }
    Instant now = clock.instant();
    if (!now.isBefore(token.get().expires())) {
      return Enrolment.TOKEN_EXPIRED;
    }
    // Two enrolments with one token at once: the row's lock lets only one of them use it up.
    int used =
        sql.update(
            "update enrolment_token set used_by = ?, used_at = coalesce(used_at, ?)"
                + " where hash = ? and (used_by is null or used_by = ?)",
            worker.address().hex(),
            now,
            tokenHash,
            worker.address().hex());
    if (used == 0) {
      return Enrolment.TOKEN_INVALID;
    }
    store(worker.at(token.get().site()));
    return Enrolment.ENROLLED;
  }

  private void store(Worker worker) {
    sql.update(
        "insert into worker (address, pool, name, software, os, arch, cpus, memory_bytes, drivers,"
            + " enrolled_at, site, processor) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (address) do update set site = excluded.site,"
            // Votes that it gave before are of the kind of host that it was then.
            + " processor = case when worker.processor = 'unknown' then excluded.processor"
            + " when (worker.os, worker.arch, worker.processor)"
            + " = (excluded.os, excluded.arch, excluded.processor) then excluded.processor"
            + " else 'changed' end,"
            + " pool = excluded.pool, name = excluded.name, software = excluded.software,"
            + " os = excluded.os, arch = excluded.arch, cpus = excluded.cpus,"
            + " memory_bytes = excluded.memory_bytes, drivers = excluded.drivers",
        worker.address().hex(),
        worker.pool().hex(),
        worker.name(),
        worker.software(),
        worker.host().os(),
        worker.host().arch(),
        worker.host().cpus(),
        worker.host().memoryBytes(),
        json(worker.drivers()),
        worker.enrolledAt(),
        worker.site().map(Site::name),
        worker.host().processor());
  }

  @Override
  public Optional<Worker> find(Address address) {
    return recorded(address).map(Recorded::worker);
  }

  /** A worker with what was noted of it. */
  public Optional<Recorded> recorded(Address address) {
    return sql.first(
        "select * from worker where address = ?", StoredWorkers::recorded, address.hex());
  }

  @Override
  public List<Worker> all() {
    return sql.list("select * from worker order by name, address", row -> recorded(row).worker());
  }

  /** How many workers have enrolled in a pool. */
  public int count(Address pool) {
    return sql.first(
            "select count(*) as workers from worker where pool = ?",
            row -> row.getInt("workers"),
            pool.hex())
        .orElse(0);
  }

  /**
   * Workers with what was noted of them, by name.
   *
   * @param after the last one of the page before
   */
  public List<Recorded> page(Optional<Address> after, int limit) {
    return sql.list(
        "select * from worker where ?::text is null"
            + " or (name, address) > (select w.name, w.address from worker w where w.address = ?)"
            + " order by name, address limit ?",
        StoredWorkers::recorded,
        after.map(Address::hex),
        after.map(Address::hex),
        limit);
  }

  /** Keeps what the owner of an enrolled worker says of it now. */
  public void declare(Address worker, Declaration declaration) {
    sql.update(
        "update worker set declaration = ? where address = ?",
        declaration.equals(Declaration.NONE) ? NOTHING : json(declaration),
        worker.hex());
  }

  /** Notes when workers were last heard of. */
  public void seen(Map<Address, Instant> times) {
    List<Object[]> rows = new ArrayList<>();
    times.forEach((worker, at) -> rows.add(new Object[] {at, worker.hex()}));
    sql.batch("update worker set last_seen = ? where address = ?", rows);
  }

  /** Time in epoch milliseconds up to which requests of a worker may have been taken before. */
  long requestFloor(Address worker) {
    return sql.first(
            "select request_floor from worker where address = ?",
            row -> row.getLong("request_floor"),
            worker.hex())
        .orElse(0L);
  }

  /** Notes that requests of a worker may be taken up to a time; it never falls. */
  void raiseRequestFloor(Address worker, long epochMillis) {
    sql.update(
        "update worker set request_floor = greatest(request_floor, ?) where address = ?",
        epochMillis,
        worker.hex());
  }

  /** Adds up what a worker did in a decided partition. */
  public void count(Address worker, long accepted, long rejected) {
    sql.update(
        "update worker set tasks_accepted = tasks_accepted + ?,"
            + " tasks_rejected = tasks_rejected + ? where address = ?",
        accepted,
        rejected,
        worker.hex());
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    Worker worker =
        new Worker(
            new Address(row.getString("address")),
            new Address(row.getString("pool")),
            row.getString("name"),
            row.getString("software"),
            new Worker.Host(
                row.getString("os"),
                row.getString("arch"),
                row.getInt("cpus"),
                row.getLong("memory_bytes"),
                row.getString("processor")),
            drivers(row.getString("drivers")),
            Sql.instant(row, "enrolled_at").orElseThrow(),
            site(row),
            declaration(row.getString("declaration")));
    return new Recorded(
        worker,
        Sql.instant(row, "last_seen"),
        row.getLong("tasks_accepted"),
        row.getLong("tasks_rejected"));
  }

  private static Optional<Site> site(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString("site")).map(Site::new);
  }

  private static String json(Object ofWorker) {
    try {
      return Json.mapper().writeValueAsString(ofWorker);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what a worker says cannot be written", e);
    }
  }

  private static Declaration declaration(String json) {
    try {
      return json.equals(NOTHING)
          ? Declaration.NONE
          : Json.mapper().readValue(json, Declaration.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored declaration cannot be read", e);
    }
  }

  private static List<Worker.Driver> drivers(String json) {
    try {
      return Json.mapper().readValue(json, DRIVERS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored drivers cannot be read", e);
    }
  }
}
