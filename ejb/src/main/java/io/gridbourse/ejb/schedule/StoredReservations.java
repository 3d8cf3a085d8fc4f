package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The reservations of pools in the database. Times are those of the database's rows alone. */
public final class StoredReservations {
  /** Reservations that one pool may have ahead of it. */
  static final int AHEAD_MAX = 1_000;

  private static final String COLUMNS =
      "select id, pool, project, percent, starts, ends, lent, made_by, made_at, released_at"
          + " from pool_reservation ";
  private final Sql sql;

  /** The reservations in this database. */
  public StoredReservations(DataSource database) {
    this.sql = new Sql(database);
  }

  /**
   * A reservation with its history.
   *
   * @param releasedAt when it was given up before its end
   */
  public record Recorded(
      Reservation reservation, String madeBy, Instant madeAt, Optional<Instant> releasedAt) {}

  /** Those of all pools that are not over, the next first. */
  public List<Reservation> ahead(Instant now) {
    return sql
        .list(
            COLUMNS + "where released_at is null and ends > ? order by starts, id limit ?",
            StoredReservations::recorded,
            now,
            AHEAD_MAX)
        .stream()
        .map(Recorded::reservation)
        .toList();
  }

  /**
   * Those of a pool that are not over, locked against others who reserve or release, so that none
   * is made beside another.
   */
  List<Reservation> locked(String pool, Instant now) {
    sql.first(
        "select pg_advisory_xact_lock(hashtextextended(?, 0)) is null",
        row -> row.getBoolean(1),
        "reservations of " + pool);
    return ahead(now).stream().filter(each -> each.pool().equals(pool)).toList();
  }

  /** A page of a pool's reservations, those that were made last first. */
  public List<Recorded> page(String pool, Optional<String> after, int limit) {
    return sql.list(
        COLUMNS
            + "where pool = ? and (?::text is null or (made_at, id) < (select r.made_at, r.id from"
            + " pool_reservation r where r.id = ?)) order by made_at desc, id desc limit ?",
        StoredReservations::recorded,
        pool,
        after,
        after,
        limit);
  }

  /** One by its id. */
  Optional<Recorded> find(String id) {
    return sql.first(COLUMNS + "where id = ?", StoredReservations::recorded, id);
  }

  void add(Reservation each, String madeBy, Instant now) {
    sql.update(
        "insert into pool_reservation (id, pool, project, percent, starts, ends, lent, made_by,"
            + " made_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        each.id(),
        each.pool(),
        each.project(),
        each.percent(),
        each.from(),
        each.until(),
        each.lent(),
        madeBy,
        now);
  }

  /** Gives one up; whether it was not given up before. */
  boolean release(String id, Instant now) {
    return sql.update(
            "update pool_reservation set released_at = ? where id = ? and released_at is null",
            now,
            id)
        == 1;
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(
        new Reservation(
            row.getString("id"),
            row.getString("pool"),
            row.getString("project"),
            row.getInt("percent"),
            Sql.instant(row, "starts").orElseThrow(),
            Sql.instant(row, "ends").orElseThrow(),
            row.getBoolean("lent")),
        row.getString("made_by"),
        Sql.instant(row, "made_at").orElseThrow(),
        Sql.instant(row, "released_at"));
  }
}
