package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.ledger.Experience;
import io.gridbourse.domain.ledger.LossRate;
import io.gridbourse.domain.ledger.Premium;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What this installation has seen of its pools and apps, counted from its finished deals, the
 * newest {@value #DEALS_MAX}. Bags that were cancelled say nothing about who computed them, and are
 * left out. A task that failed by itself was certified, and did not go wrong here.
 */
final class Experiences {
  static final int DEALS_MAX = 1_000;

  private static final String CATEGORIES =
      Arrays.stream(Category.values())
          .map(each -> "(" + each.number() + ", " + each.reference().toSeconds() + ")")
          .collect(Collectors.joining(", ", "(values ", ")"));

  /** Late are certified tasks whose payment came after so many times their category's time. */
  private static final String ENDED =
      "with ended as (select d.id, d.app, d.started_at + ? * c.seconds * interval '1 second' as"
          + " due, b.id as bag from deal d join bag b on b.id = d.bag join "
          + CATEGORIES
          + " as c (number, seconds) on c.number = d.category"
          + " where d.pool = ? and b.state in ('COMPLETED', 'FAILED') and not b.cancel_requested"
          + " and d.gone_at is null order by b.ended_at desc limit "
          + DEALS_MAX
          + "), counted as (select e.app = ? as pair, t.certified, t.failed,"
          + " least(t.certified, coalesce((select sum(s.certified) from deal_partition s"
          + " join chain_event v on v.id = s.event_id where s.deal = e.id"
          + " and v.happened_at > e.due), 0)) as late,"
          + " least(t.certified, (select count(*) from overturned_task o where o.deal = e.id))"
          + " as overturned from ended e join lateral (select"
          + " coalesce(sum(case when p.state = 'SETTLED' then p.succeeded + p.program_failed else 0"
          + " end), 0) as certified,"
          + " coalesce(sum(case when p.state = 'SETTLED' then p.given_up else p.tasks end), 0)"
          + " as failed from bag_partition p where p.bag = e.bag) t on true)"
          + " select coalesce(sum(certified), 0) as certified, coalesce(sum(failed), 0) as failed,"
          + " coalesce(sum(late), 0) as late, coalesce(sum(overturned), 0) as overturned"
          + " from counted where not ? or pair";

  private final Sql sql;

  Experiences(Sql sql) {
    this.sql = sql;
  }

  /** What was seen of each peril. */
  record Seen(Experience failed, Experience late, Experience overturned) {}

  /** What was seen of a pool with all apps, and with one of them. */
  record History(Seen pool, Seen pair) {
    Premium.Perils perils() {
      return new Premium.Perils(
          LossRate.after(pool.failed, pair.failed),
          LossRate.after(pool.late, pair.late),
          LossRate.after(pool.overturned, pair.overturned));
    }
  }

  /**
   * The history of a pool and an app.
   *
   * @param horizon from the start of a deal, in times of its category: what is delivered later is
   *     late
   */
  History of(Address pool, Address app, double horizon) {
    return new History(seen(pool, app, horizon, false), seen(pool, app, horizon, true));
  }

  private Seen seen(Address pool, Address app, double horizon, boolean onlyPair) {
    return sql.first(ENDED, Experiences::seen, horizon, pool.hex(), app.hex(), onlyPair)
        .orElseThrow();
  }

  private static Seen seen(ResultSet row) throws SQLException {
    long certified = row.getLong("certified");
    return new Seen(
        new Experience(row.getLong("failed"), certified + row.getLong("failed")),
        new Experience(row.getLong("late"), certified),
        new Experience(row.getLong("overturned"), certified));
  }
}
