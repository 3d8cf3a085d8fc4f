package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.domain.wire.ScheduleViews.ReservationView;
import java.time.Instant;

/** Reservations for people. */
final class ReservationViews {
  private ReservationViews() {}

  static ReservationView of(StoredReservations.Recorded recorded, Instant now) {
    Reservation each = recorded.reservation();
    return new ReservationView(
        each.id(),
        each.pool(),
        each.project(),
        each.percent(),
        each.from(),
        each.until(),
        each.lent(),
        state(recorded, now),
        recorded.madeBy(),
        recorded.madeAt());
  }

  private static String state(StoredReservations.Recorded recorded, Instant now) {
    if (recorded.releasedAt().isPresent()) {
      return "RELEASED";
    }
    return recorded.reservation().holdsAt(now)
        ? "HOLDS"
        : now.isBefore(recorded.reservation().from()) ? "AHEAD" : "OVER";
  }
}
