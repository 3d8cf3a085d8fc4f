package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The bags in the database. Every change of state is told as {@code bag.state}. */
@ApplicationScoped
public class StoredBags implements Bags {
  private Sql sql;
  private Clock clock;
  private Consumer<EventView> told;

  protected StoredBags() {}

  /** The bags in this database. */
  @Inject
  public StoredBags(DataSource database, Clock clock, Event<EventView> events) {
    this(database, clock, (Consumer<EventView>) events::fire);
  }

  /** The bags in this database; {@code told} hears of changes. */
  public StoredBags(DataSource database, Clock clock, Consumer<EventView> told) {
    this.sql = new Sql(database);
    this.clock = clock;
    this.told = told;
  }

  /**
   * A bag with what the job has noted.
   *
   * @param runs executions of its batch job so far
   */
  public record Recorded(
      Bag bag, long tasks, Optional<Instant> startedAt, Optional<Instant> endedAt, int runs) {}

  @Override
  public boolean add(Bag bag) {
    boolean added =
        sql.update(
                "insert into bag (id, deal, requester, name, project, app, tasks, spec, state,"
                    + " reason, cancel_requested, submitted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?) on conflict do nothing",
                bag.id().text(),
                bag.deal().hex(),
                bag.requester().hex(),
                bag.spec().name(),
                bag.spec().project(),
                bag.spec().app(),
                bag.spec().tasks(),
                SpecJson.write(bag.spec()),
                bag.state(),
                bag.reason(),
                bag.cancelRequested(),
                bag.submittedAt())
            == 1;
    if (added) {
      tell(bag.id(), bag.state(), bag.reason());
    }
    return added;
  }

  @Override
  public Optional<Bag> find(BagId id) {
    return recorded(id).map(Recorded::bag);
  }

  /** A bag with what the job has noted. */
  public Optional<Recorded> recorded(BagId id) {
    return sql.first("select * from bag where id = ?", StoredBags::recorded, id.text());
  }

  @Override
  public List<Bag> inState(BagState state, int limit) {
    return sql.list(
        "select * from bag where state = ? order by submitted_at, id limit ?",
        row -> recorded(row).bag(),
        state,
        limit);
  }

  /** How many bags are in a state. */
  public int count(BagState state) {
    return sql.first(
            "select count(*) as bags from bag where state = ?", row -> row.getInt("bags"), state)
        .orElse(0);
  }

  @Override
  public boolean move(BagId id, BagState expected, BagState.Event event, Optional<String> reason) {
    BagState next =
        expected
            .on(event)
            .orElseThrow(
                () -> new IllegalArgumentException("bag " + id + ": " + event + " in " + expected));
    Instant now = clock.instant();
    boolean moved =
        sql.update(
                "update bag set state = ?, reason = ?,"
                    + " started_at = case when ? then coalesce(started_at, ?) else started_at end,"
                    + " ended_at = case when ? then ? else ended_at end where id = ? and state = ?",
                next,
                reason,
                next == BagState.RUNNING,
                now,
                next.isFinal(),
                now,
                id.text(),
                expected)
            == 1;
    if (moved) {
      tell(id, next, reason);
    }
    return moved;
  }

  @Override
  public boolean requestCancel(BagId id) {
    return sql.update(
            "update bag set cancel_requested = true where id = ?"
                + " and state not in ('COMPLETED', 'FAILED', 'CANCELLED')",
            id.text())
        == 1;
  }

  /** Notes why a bag is where it is. */
  public void note(BagId id, Optional<String> reason) {
    sql.update("update bag set reason = ? where id = ?", reason, id.text());
  }

  /**
   * Bags for a list, the newest first.
   *
   * @param requester whose; empty for all
   * @param after the last one of the page before, empty for the first page
   */
  public List<Recorded> page(
      Optional<Address> requester, BagFilter filter, Optional<BagId> after, int limit) {
    return sql.list(
        "select * from bag where (?::text is null or requester = ?)"
            + " and (?::text is null or state = ?)"
            + " and (?::text is null or position(lower(?) in lower(name)) > 0)"
            + " and (?::text is null or app = ?)"
            + " and (?::text is null or (submitted_at, id) <"
            + " (select b.submitted_at, b.id from bag b where b.id = ?))"
            + " order by submitted_at desc, id desc limit ?",
        StoredBags::recorded,
        requester.map(Address::hex),
        requester.map(Address::hex),
        filter.state(),
        filter.state(),
        filter.name(),
        filter.name(),
        filter.app(),
        filter.app(),
        after.map(BagId::text),
        after.map(BagId::text),
        limit);
  }

  private void tell(BagId id, BagState state, Optional<String> reason) {
    Map<String, String> data = new HashMap<>();
    data.put("state", state.name());
    reason.ifPresent(text -> data.put("reason", text));
    told.accept(new EventView(0, clock.instant(), "bag.state", id.text(), data));
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    Bag bag =
        new Bag(
            new BagId(row.getString("id")),
            new DealId(row.getString("deal")),
            new Address(row.getString("requester")),
            SpecJson.read(row.getString("spec")),
            BagState.valueOf(row.getString("state")),
            row.getBoolean("cancel_requested"),
            Sql.instant(row, "submitted_at").orElseThrow(),
            Optional.ofNullable(row.getString("reason")));
    return new Recorded(
        bag,
        row.getLong("tasks"),
        Sql.instant(row, "started_at"),
        Sql.instant(row, "ended_at"),
        row.getInt("runs"));
  }
}
