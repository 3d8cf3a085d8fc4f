package io.gridbourse.ejb.schedule;

import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Licences that leases of all nodes hold, in the database. */
final class StoredLicences {
  private final Sql sql;
  private final Atomically atomically;

  StoredLicences(DataSource database, Atomically atomically) {
    this.sql = new Sql(database);
    this.atomically = atomically;
  }

  /**
   * Takes units of some licences, all or none.
   *
   * @param hold a name that no other has
   * @param totals how many units there are
   */
  boolean take(
      String hold,
      Map<String, Integer> units,
      Map<String, Integer> totals,
      Instant now,
      Instant expires) {
    // In one order, as all who lock several do.
    SortedMap<String, Integer> wanted = new TreeMap<>(units);
    return atomically.call(
        () -> {
          for (Map.Entry<String, Integer> each : wanted.entrySet()) {
            sql.update(
                "insert into licence (name) values (?) on conflict do nothing", each.getKey());
            sql.first(
                "select name from licence where name = ? for update",
                row -> row.getString("name"),
                each.getKey());
            sql.update(
                "delete from licence_hold where licence = ? and expires <= ?", each.getKey(), now);
            long used =
                sql.first(
                        "select coalesce(sum(units), 0) as used from licence_hold where licence = ?",
                        row -> row.getLong("used"),
                        each.getKey())
                    .orElseThrow();
            if (used + each.getValue() > totals.getOrDefault(each.getKey(), 0)) {
              return false;
            }
          }
          wanted.forEach(
              (licence, count) ->
                  sql.update(
                      "insert into licence_hold (hold, licence, units, expires) values (?, ?, ?, ?)",
                      hold,
                      licence,
                      count,
                      expires));
          return true;
        });
  }

  /** Keeps holds for longer. */
  void renew(Collection<String> holds, Instant expires) {
    List<Object[]> rows = new ArrayList<>();
    holds.forEach(hold -> rows.add(new Object[] {expires, hold}));
    sql.batch("update licence_hold set expires = ? where hold = ?", rows);
  }

  /** Ends holds. */
  void release(Collection<String> holds) {
    List<Object[]> rows = new ArrayList<>();
    holds.forEach(hold -> rows.add(new Object[] {hold}));
    sql.batch("delete from licence_hold where hold = ?", rows);
  }

  /** Units that are held, by licence. */
  Map<String, Integer> used(Instant now) {
    Map<String, Integer> used = new HashMap<>();
    sql.list(
            "select licence, sum(units) as used from licence_hold where expires > ? group by licence",
            row -> Map.entry(row.getString("licence"), row.getInt("used")),
            now)
        .forEach(each -> used.put(each.getKey(), each.getValue()));
    return used;
  }
}
