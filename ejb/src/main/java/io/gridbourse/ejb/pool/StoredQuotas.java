package io.gridbourse.ejb.pool;

import io.gridbourse.domain.pool.DailyQuota;
import io.gridbourse.domain.pool.HostQuota;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Quotas of hosts in the database. */
public final class StoredQuotas {
  private static final String COLUMNS =
      " coalesce(w.cpus, 1) as cpus, q.quota, q.day, q.failed, q.valid, q.invalid";
  private final Sql sql;

  /** The quotas in this database. */
  public StoredQuotas(DataSource database) {
    this.sql = new Sql(database);
  }

  /**
   * A quota as its row says.
   *
   * @param quota with what was judged counted in
   * @param isJudged whether the row does not have that yet
   */
  record Row(DailyQuota quota, boolean isJudged) {}

  /** The quota of a worker; of whom nothing is stored, as it begins. */
  DailyQuota find(Address worker, int perProcessor, LocalDate today) {
    return sql.first(
            "select"
                + COLUMNS
                + " from (select ?::bpchar as address) a"
                + " left join worker w on w.address = a.address"
                + " left join worker_quota q on q.worker = a.address",
            row -> quota(row, perProcessor, today),
            worker.hex())
        .orElseThrow()
        .quota;
  }

  /** Makes rows of workers that have none, in one order, as all who lock several do. */
  void make(Collection<Address> workers) {
    List<Object[]> rows = new ArrayList<>();
    sorted(workers).forEach(worker -> rows.add(new Object[] {worker}));
    sql.batch("insert into worker_quota (worker) values (?) on conflict do nothing", rows);
  }

  /** The quotas of those workers that have a row, locked until the transaction ends. */
  Map<Address, Row> lock(Collection<Address> workers, int perProcessor, LocalDate today) {
    Map<Address, Row> locked = new LinkedHashMap<>();
    sql.list(
        "select q.worker,"
            + COLUMNS
            + " from worker_quota q left join worker w on w.address = q.worker"
            + " where q.worker = any(string_to_array(?, ' ')::bpchar[])"
            + " order by q.worker for update of q",
        row -> locked.put(new Address(row.getString("worker")), quota(row, perProcessor, today)),
        String.join(" ", sorted(workers)));
    return locked;
  }

  /** Stores quotas that have what was judged counted in. */
  void store(Map<Address, DailyQuota> quotas) {
    List<Object[]> rows = new ArrayList<>();
    quotas.forEach(
        (worker, each) ->
            rows.add(new Object[] {each.quota().now(), each.day(), each.failed(), worker.hex()}));
    sql.batch(
        "update worker_quota set quota = ?, day = ?, failed = ?, valid = 0, invalid = 0"
            + " where worker = ?",
        rows);
  }

  /**
   * Adds what a decided partition says of a worker's leases, in the running transaction.
   *
   * @param valid below zero where that is taken back
   */
  public void judged(Address worker, long valid, long invalid) {
    sql.update(
        "insert into worker_quota (worker, valid, invalid) values (?, ?, ?) on conflict (worker)"
            + " do update set valid = worker_quota.valid + excluded.valid,"
            + " invalid = worker_quota.invalid + excluded.invalid",
        worker.hex(),
        valid,
        invalid);
  }

  private static SortedSet<String> sorted(Collection<Address> workers) {
    return workers.stream().map(Address::hex).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Row quota(ResultSet row, int perProcessor, LocalDate today) throws SQLException {
    int daily =
        (int) Math.min(Integer.MAX_VALUE, (long) perProcessor * Math.max(1, row.getInt("cpus")));
    int now = row.getInt("quota");
    LocalDate day = row.getObject("day", LocalDate.class);
    DailyQuota stored =
        now == 0 || day == null
            ? DailyQuota.initial(daily, today)
            : new DailyQuota(new HostQuota(daily, now), day, row.getInt("failed"));
    long valid = row.getLong("valid");
    long invalid = row.getLong("invalid");
    return new Row(stored.on(today).afterJudgement(valid, invalid), valid != 0 || invalid != 0);
  }
}
