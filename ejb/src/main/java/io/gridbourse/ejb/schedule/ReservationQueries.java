package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.wire.ScheduleViews.ReservationView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.market.ServedPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** The reservations of pools, as anybody may see them. */
@ApplicationScoped
public class ReservationQueries {
  private StoredReservations reservations;
  private ServedPools pools;
  private Clock clock;

  protected ReservationQueries() {}

  /** The reservations in this database. */
  @Inject
  public ReservationQueries(DataSource database, ServedPools pools, Clock clock) {
    this.reservations = new StoredReservations(database);
    this.pools = pools;
    this.clock = clock;
  }

  /**
   * A page of a pool's reservations, those that were made last first; empty if there is no such
   * pool.
   *
   * @param after the last one of the page before
   */
  public Optional<Page<ReservationView>> list(String pool, int limit, Optional<String> after) {
    Instant now = clock.instant();
    return pools
        .named(pool)
        .map(
            found ->
                Page.of(
                    reservations.page(found.address().hex(), after, limit + 1),
                    limit,
                    each -> ReservationViews.of(each, now),
                    each -> each.reservation().id()));
  }
}
