package io.gridbourse.ejb.watch;

import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.market.PoolWorkers;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Counts the figures, at most once in {@link #FRESH}: whoever asks often costs no more. */
@ApplicationScoped
public class CountFigures {
  /** How old an answer may be. */
  public static final Duration FRESH = Duration.ofSeconds(5);

  private static final long UNKNOWN = -1;

  private Sql sql;
  private Chain chain;
  private PoolWorkers workers;
  private PoolSettings pool;
  private Clock clock;

  private Figures counted;
  private Instant countedAt = Instant.MIN;

  protected CountFigures() {}

  @Inject
  public CountFigures(
      DataSource database, Chain chain, PoolWorkers workers, PoolSettings pool, Clock clock) {
    this.sql = new Sql(database);
    this.chain = chain;
    this.workers = workers;
    this.pool = pool;
    this.clock = clock;
  }

  /** The figures, counted anew if they are no longer fresh. */
  public synchronized Figures figures() {
    Instant now = clock.instant();
    if (counted == null || countedAt.plus(FRESH).isBefore(now)) {
      counted = count();
      countedAt = now;
    }
    return counted;
  }

  private Figures count() {
    Optional<Cursor> cursor =
        sql.first(
            "select number, final_number from chain_cursor order by chain_id limit 1",
            row -> new Cursor(row.getLong("number"), row.getLong("final_number")));
    return new Figures(
        byState("select state, count(*) from bag group by state", Figures.BAG_STATES),
        tasks(),
        Map.of(
            "ACCEPTED", total("select coalesce(sum(tasks_accepted), 0) from worker"),
            "REJECTED", total("select coalesce(sum(tasks_rejected), 0) from worker")),
        byState("select state, count(*) from outbox_tx group by state", Figures.OUTBOX),
        workers.online(pool.address()),
        workers.all(pool.address()),
        cursor.map(this::blocksBehind).orElse(UNKNOWN),
        cursor.map(at -> at.number - at.finalNumber).orElse(UNKNOWN));
  }

  private Map<String, Long> tasks() {
    long waiting =
        total(
            "select coalesce(sum(tasks), 0) from bag where state in ('SUBMITTED', 'MATCHING',"
                + " 'QUEUED')");
    return sql.first(
            "select coalesce(sum(tasks - succeeded - program_failed - given_up), 0) as open,"
                + " coalesce(sum(succeeded), 0) as certified,"
                + " coalesce(sum(program_failed + given_up), 0) as failed from bag_partition",
            row ->
                Map.of(
                    "WAITING", waiting,
                    "OPEN", row.getLong("open"),
                    "CERTIFIED", row.getLong("certified"),
                    "FAILED", row.getLong("failed")))
        .orElseThrow();
  }

  private long blocksBehind(Cursor cursor) {
    try {
      return Math.max(0, chain.head().number() - cursor.number);
    } catch (ChainUnavailable e) {
      return UNKNOWN;
    }
  }

  private Map<String, Long> byState(String query, Figures.Label label) {
    Map<String, Long> counts = new TreeMap<>();
    sql.list(query, row -> counts.put(row.getString(1), row.getLong(2)));
    counts.keySet().retainAll(label.values());
    return counts;
  }

  private long total(String query) {
    return sql.first(query, row -> row.getLong(1)).orElse(0L);
  }

  private record Cursor(long number, long finalNumber) {}
}
