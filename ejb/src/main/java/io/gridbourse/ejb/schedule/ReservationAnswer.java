package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.wire.ScheduleViews.ReservationView;

/** What became of a wish to reserve or to release. */
public sealed interface ReservationAnswer {
  /** It was done. */
  record Done(ReservationView reservation) implements ReservationAnswer {}

  /**
   * It was not done.
   *
   * @param field of the request to look at
   */
  record Refused(Reason reason, String field, String detail, String remedy)
      implements ReservationAnswer {}

  /** Stable codes of refusals. */
  enum Reason {
    /** No pool here is named so. */
    NO_SUCH_POOL,
    /** A field is missing or out of range. */
    VALUE_INVALID,
    /** Others have reserved too much of that time. */
    RESERVED_ALREADY,
    /** No reservation is named so. */
    NO_SUCH_RESERVATION
  }
}
