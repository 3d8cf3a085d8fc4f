package io.gridbourse.ejb.proof;

import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * What is known of workers beyond their score on the ledger: checks that they passed, valid results
 * in a row, and who was caught. The database has it; here it is at most a moment old.
 */
public final class WorkerTrust {
  private static final int STREAK_MAX = 1_000_000_000;
  private static final Duration FRESH = Duration.ofSeconds(1);
  private final Map<Address, Known> known = new ConcurrentHashMap<>();
  private final Sql sql;
  private final Clock clock;
  private volatile Set<Address> caught = Set.of();

  /** What this database knows. */
  public WorkerTrust(DataSource database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  private record Known(Standing standing, Instant until) {}

  /**
   * A worker's standing.
   *
   * @param caughtAt when it answered a task wrongly whose answer is known
   * @param caughtIn the bag of that task
   */
  public record Recorded(
      Standing standing, Optional<Instant> caughtAt, Optional<String> caughtIn) {}

  /** What a vote of a worker rests on now. */
  public Standing standing(Address worker) {
    Instant now = clock.instant();
    return known.compute(
            worker,
            (key, last) ->
                last != null && last.until.isAfter(now)
                    ? last
                    : new Known(
                        recorded(worker).map(Recorded::standing).orElse(Standing.NEW),
                        now.plus(FRESH)))
        .standing;
  }

  /** Whether a worker was caught, as far as it is known here. */
  public boolean isCaught(Address worker) {
    return caught.contains(worker);
  }

  /** Reads who was caught; those of whom it was not known before. */
  public List<Address> refresh() {
    Set<Address> now =
        new HashSet<>(
            sql.list(
                "select worker from worker_standing where caught_at is not null",
                row -> new Address(row.getString("worker"))));
    List<Address> added = now.stream().filter(each -> !caught.contains(each)).toList();
    caught = now;
    return added;
  }

  /** What is stored of a worker. */
  public Optional<Recorded> recorded(Address worker) {
    return sql.first(
        "select * from worker_standing where worker = ?",
        row ->
            new Recorded(
                new Standing(0, row.getInt("checks_passed"), row.getInt("streak")),
                Sql.instant(row, "caught_at"),
                Optional.ofNullable(row.getString("caught_in"))),
        worker.hex());
  }

  /**
   * Counts what a worker did in a decided partition.
   *
   * @param valid tasks whose certified answer it gave as others did
   * @param invalid tasks on which it was outvoted or silent: they end its row of valid ones
   */
  public void count(Address worker, long valid, long invalid) {
    sql.update(
        "insert into worker_standing (worker, streak) values (?, ?) on conflict (worker) do update"
            + " set streak = least(?::bigint, case when ? then 0 else"
            + " worker_standing.streak::bigint + excluded.streak end)",
        worker.hex(),
        invalid > 0 ? 0 : (int) Math.min(valid, STREAK_MAX),
        STREAK_MAX,
        invalid > 0);
  }

  /** Takes valid results back that were counted: their tasks are opened again. */
  public void takeBack(Address worker, long valid) {
    sql.update(
        "update worker_standing set streak = greatest(0, streak - ?) where worker = ?",
        (int) Math.min(valid, STREAK_MAX),
        worker.hex());
  }

  /**
   * Lets a caught worker take part again, as one of which nothing is known.
   *
   * @return whether it was caught
   */
  public boolean pardon(Address worker) {
    return sql.update(
            "update worker_standing set caught_at = null, caught_in = null, checks_passed = 0,"
                + " streak = 0 where worker = ? and caught_at is not null",
            worker.hex())
        > 0;
  }
}
