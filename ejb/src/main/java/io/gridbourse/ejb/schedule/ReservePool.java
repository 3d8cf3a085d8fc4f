package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.domain.wire.ScheduleViews.ReservationRequest;
import io.gridbourse.ejb.market.ServedPools;
import io.gridbourse.ejb.schedule.ReservationAnswer.Reason;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Keeps a share of a pool's workers for a project for a time, or gives that up. */
@Stateless
public class ReservePool {
  private static final Duration AHEAD_MAX = Duration.ofDays(366);
  private static final Duration LENGTH_MAX = Duration.ofDays(92);
  private static final int PROJECT_MAX = 100;
  private static final int ID_DIGITS = 36;
  private StoredReservations reservations;
  private ServedPools pools;
  private RandomGenerator random;
  private Clock clock;

  protected ReservePool() {}

  /** The use case with all that it needs. */
  @Inject
  public ReservePool(DataSource database, ServedPools pools, RandomGenerator random, Clock clock) {
    this.reservations = new StoredReservations(database);
    this.pools = pools;
    this.random = random;
    this.clock = clock;
  }

  /** Keeps a share of the workers of a pool, named by address or description. */
  public ReservationAnswer reserve(User user, String pool, ReservationRequest request) {
    Optional<ServedPools.Pool> found = pools.named(pool);
    if (found.isEmpty()) {
      return refused(
          Reason.NO_SUCH_POOL,
          "pool",
          "no pool here is named so",
          "GET /api/v1/pools lists the pools");
    }
    Instant now = clock.instant();
    Instant from = request.from() == null ? now : request.from();
    Optional<ReservationAnswer> invalid = invalid(request, from, now);
    if (invalid.isPresent()) {
      return invalid.get();
    }
    Reservation wanted =
        new Reservation(
            "r-" + Long.toUnsignedString(random.nextLong(), ID_DIGITS),
            found.get().address().hex(),
            request.project(),
            request.percent(),
            from,
            request.until(),
            Boolean.TRUE.equals(request.lent()));
    List<Reservation> others = reservations.locked(wanted.pool(), now);
    int taken = Reservation.peak(others, from, request.until());
    if (taken + wanted.percent() > Reservation.PERCENT_MAX
        || others.size() >= StoredReservations.AHEAD_MAX) {
      return refused(
          Reason.RESERVED_ALREADY,
          "percent",
          taken + " percent of the pool are kept for others at some time of it",
          "ask for " + (Reservation.PERCENT_MAX - taken) + " percent or less, or another time");
    }
    reservations.add(wanted, user.name(), now);
    return new ReservationAnswer.Done(
        ReservationViews.of(
            new StoredReservations.Recorded(wanted, user.name(), now, Optional.empty()), now));
  }

  private static Optional<ReservationAnswer> invalid(
      ReservationRequest request, Instant from, Instant now) {
    String project = request.project();
    if (project == null || project.isBlank() || project.length() > PROJECT_MAX) {
      return Optional.of(
          invalid("project", "the project must have 1 to " + PROJECT_MAX + " characters"));
    }
    if (request.percent() == null
        || request.percent() < 1
        || request.percent() > Reservation.PERCENT_MAX) {
      return Optional.of(invalid("percent", "percent must be 1 to 100"));
    }
    Instant until = request.until();
    if (until == null || !until.isAfter(from) || !until.isAfter(now)) {
      return Optional.of(invalid("until", "until must be after from, and not be past"));
    }
    if (from.isAfter(now.plus(AHEAD_MAX)) || until.isAfter(from.plus(LENGTH_MAX))) {
      return Optional.of(
          invalid(
              "until",
              "a reservation begins within "
                  + AHEAD_MAX.toDays()
                  + " days and lasts "
                  + LENGTH_MAX.toDays()
                  + " days at most"));
    }
    return Optional.empty();
  }

  /** Gives a reservation up; its workers are free within a second or two. */
  public ReservationAnswer release(String id) {
    Instant now = clock.instant();
    reservations.release(id, now);
    return reservations
        .find(id)
        .map(each -> ReservationViews.of(each, now))
        .<ReservationAnswer>map(ReservationAnswer.Done::new)
        .orElseGet(
            () ->
                refused(
                    Reason.NO_SUCH_RESERVATION,
                    "reservation",
                    "no reservation is named so",
                    "GET /api/v1/pools/{pool}/reservations lists them"));
  }

  private static ReservationAnswer invalid(String field, String detail) {
    return refused(Reason.VALUE_INVALID, field, detail, "correct the field");
  }

  private static ReservationAnswer refused(
      Reason reason, String field, String detail, String remedy) {
    return new ReservationAnswer.Refused(reason, field, detail, remedy);
  }
}
