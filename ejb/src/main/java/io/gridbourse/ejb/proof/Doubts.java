package io.gridbourse.ejb.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Certificates that went to the ledger on votes of workers that were caught later. They cannot be
 * opened again; that they do not hold is noted and told.
 */
@ApplicationScoped
public class Doubts {
  /** No settlement is planned for longer than this: after it, all partitions have been seen. */
  private static final Duration PLANNING_MAX = Duration.ofSeconds(30);

  private static final String NOTE =
      "insert into doubt (bag, partition, worker, tasks, caught_at)"
          + " select c.bag, c.partition, c.worker, sum(c.count), min(s.at)"
          + " from (select worker, min(at) as at from spot_check where not passed"
          + " and lease is not null and not spread group by worker) s"
          + " join contribution c on c.worker = s.worker and not c.is_check"
          + " and c.reveal_seq is not null and c.committed_at <= s.at"
          + " join bag_partition p on p.bag = c.bag and p.number = c.partition"
          + " where p.state in ('ACCEPTING', 'ACCEPTED', 'SETTLING', 'SETTLED')"
          + " and not exists (select 1 from spot_check v where v.bag = c.bag"
          + " and v.partition = c.partition and v.worker = c.worker and not v.passed)"
          + " group by c.bag, c.partition, c.worker on conflict do nothing"
          + " returning bag, partition, worker, tasks, caught_at";
  private Sql sql;
  private Consumer<EventView> told;
  private Clock clock;

  protected Doubts() {}

  /** Doubts in this database. */
  @Inject
  public Doubts(DataSource database, Event<EventView> events, Clock clock) {
    this(database, (Consumer<EventView>) events::fire, clock);
  }

  /** Doubts in this database; {@code told} hears of new ones. */
  public Doubts(DataSource database, Consumer<EventView> told, Clock clock) {
    this.sql = new Sql(database);
    this.told = told;
    this.clock = clock;
  }

  private record Doubt(BagId bag, int partition, Address worker, long tasks, Instant caughtAt) {}

  /** Notes what the workers that were caught of late carried to the ledger; on any node. */
  public void note() {
    Instant now = clock.instant();
    List<Doubt> found =
        sql.list(
            NOTE,
            row ->
                new Doubt(
                    new BagId(row.getString("bag")),
                    row.getInt("partition"),
                    new Address(row.getString("worker")),
                    row.getLong("tasks"),
                    Sql.instant(row, "caught_at").orElseThrow()));
    found.forEach(doubt -> tell(doubt, now));
    sql.update(
        "update spot_check set spread = true where not passed and lease is not null"
            + " and not spread and at < ?",
        now.minus(PLANNING_MAX));
  }

  private void tell(Doubt doubt, Instant now) {
    told.accept(
        new EventView(
            0,
            now,
            "certificate.doubted",
            doubt.bag().text(),
            Map.of(
                "number",
                Integer.toString(doubt.partition()),
                "worker",
                doubt.worker().hex(),
                "tasks",
                Long.toString(doubt.tasks()),
                "caughtAt",
                doubt.caughtAt().toString())));
  }

  /** When the workers were caught that had voted in a partition before it went to the ledger. */
  public static Map<Address, Instant> of(DataSource database, BagId bag, int partition) {
    Map<Address, Instant> caught = new TreeMap<>();
    new Sql(database)
        .list(
            "select worker, caught_at from doubt where bag = ? and partition = ?",
            row ->
                caught.put(
                    new Address(row.getString("worker")),
                    Sql.instant(row, "caught_at").orElseThrow()),
            bag.text(),
            partition);
    return caught;
  }

  /** Tasks of a bag that were answered by workers that were caught later. */
  public static long tasks(DataSource database, BagId bag) {
    return new Sql(database)
        .first(
            "select coalesce(sum(tasks), 0) as tasks from doubt where bag = ?",
            row -> row.getLong("tasks"),
            bag.text())
        .orElse(0L);
  }
}
