package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.ScheduleViews.ReservationRequest;
import io.gridbourse.domain.wire.ScheduleViews.ReservationView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.market.ServedPools;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reservations on a real database. */
class ReservePoolTest {
  private static final Address POOL = new Address("0x" + "ab".repeat(20));
  private static final User OLGA =
      new User("olga", Set.of(Role.OPERATOR), new Address("0x" + "01".repeat(20)), "operator");
  private final TestDatabase database = TestDatabase.create();
  private final MovableClock clock = new MovableClock();
  private final ServedPools pools =
      new ServedPools(
          database,
          new PoolSettings(POOL, "local", Map.of(Category.XS, NanoRlc.of(1)), new Trust(10)));
  private final ReservePool reserve = new ReservePool(database, pools, new Random(1), clock);
  private final ReservationQueries queries = new ReservationQueries(database, pools, clock);

  private ReservationAnswer reserve(String project, Integer percent, int fromHour, int untilHour) {
    Instant now = clock.instant();
    return reserve.reserve(
        OLGA,
        "local",
        new ReservationRequest(
            project,
            percent,
            now.plus(Duration.ofHours(fromHour)),
            now.plus(Duration.ofHours(untilHour)),
            null));
  }

  private static ReservationView done(ReservationAnswer answer) {
    assertThat(answer).isInstanceOf(ReservationAnswer.Done.class);
    return ((ReservationAnswer.Done) answer).reservation();
  }

  private static void refused(ReservationAnswer answer, String field) {
    assertThat(answer).isInstanceOf(ReservationAnswer.Refused.class);
    assertThat(((ReservationAnswer.Refused) answer).field()).isEqualTo(field);
  }

  @Test
  void whatIsReservedIsHeededUntilItsEnd() {
    ReservationView view = done(reserve("cfd", 40, 1, 3));
    assertThat(view.state()).isEqualTo("AHEAD");
    assertThat(view.lent()).isFalse();
    assertThat(view.madeBy()).isEqualTo("olga");
    List<Reservation> ahead = new StoredReservations(database).ahead(clock.instant());
    assertThat(ahead).hasSize(1);
    assertThat(ahead.get(0).pool()).isEqualTo(POOL.hex());
    clock.advance(Duration.ofHours(2));
    assertThat(list().get(0).state()).isEqualTo("HOLDS");
    clock.advance(Duration.ofHours(1));
    assertThat(list().get(0).state()).isEqualTo("OVER");
    assertThat(new StoredReservations(database).ahead(clock.instant())).isEmpty();
  }

  @Test
  void noMoreThanThePoolIsReservedAtAnyTime() {
    done(reserve("a", 60, 0, 4));
    done(reserve("b", 40, 2, 6));
    ReservationAnswer third = reserve("c", 1, 3, 10);
    assertThat(third).isInstanceOf(ReservationAnswer.Refused.class);
    assertThat(((ReservationAnswer.Refused) third).reason())
        .isEqualTo(ReservationAnswer.Reason.RESERVED_ALREADY);
    done(reserve("c", 60, 4, 10));
    refused(reserve("d", 1, 5, 6), "percent");
  }

  @Test
  void whatIsReleasedIsFreeForOthers() {
    ReservationView view = done(reserve("a", 100, 0, 4));
    refused(reserve("b", 100, 0, 4), "percent");
    assertThat(done(reserve.release(view.reservation())).state()).isEqualTo("RELEASED");
    assertThat(done(reserve.release(view.reservation())).state()).isEqualTo("RELEASED");
    done(reserve("b", 100, 0, 4));
    refused(reserve.release("r-none"), "reservation");
  }

  @Test
  void badWishesAreRefusedByTheirField() {
    refused(reserve("", 10, 0, 1), "project");
    refused(reserve(null, 10, 0, 1), "project");
    refused(reserve("p".repeat(101), 10, 0, 1), "project");
    refused(reserve("a", 0, 0, 1), "percent");
    refused(reserve("a", 101, 0, 1), "percent");
    refused(reserve("a", null, 0, 1), "percent");
    refused(reserve("a", 10, 2, 1), "until");
    refused(reserve("a", 10, -2, -1), "until");
    refused(reserve("a", 10, 0, 24 * 93), "until");
    refused(reserve("a", 10, 24 * 367, 24 * 367 + 1), "until");
    refused(
        reserve.reserve(OLGA, "elsewhere", new ReservationRequest("a", 1, null, null, null)),
        "pool");
    assertThat(list()).isEmpty();
  }

  @Test
  void pagesMissNothingAndRepeatNothing() {
    for (int i = 0; i < 5; i++) {
      done(reserve("p" + i, 10, 0, 1));
    }
    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<ReservationView> page = queries.list("local", 2, after).orElseThrow();
      page.items().forEach(each -> seen.add(each.project()));
      after = Optional.ofNullable(page.nextCursor());
    } while (after.isPresent());
    assertThat(seen).containsExactlyInAnyOrder("p0", "p1", "p2", "p3", "p4");
    assertThat(queries.list("elsewhere", 2, Optional.empty())).isEmpty();
  }

  private List<ReservationView> list() {
    return queries.list("local", 100, Optional.empty()).orElseThrow().items();
  }
}
