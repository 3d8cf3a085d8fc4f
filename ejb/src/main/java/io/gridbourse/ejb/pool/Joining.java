package io.gridbourse.ejb.pool;

import io.gridbourse.domain.wire.WorkerWire;

/** What came of a worker's wish to join. */
public sealed interface Joining {
  /** The worker may exchange from now on. */
  record Accepted(WorkerWire.Enrolled enrolled) implements Joining {}

  /** It may not. */
  record Refused(Reason reason, String detail) implements Joining {}

  /** Why a worker may not join. */
  enum Reason {
    TOKEN_INVALID,
    TOKEN_EXPIRED,
    SIGNATURE_INVALID,
    ENROLMENT_INVALID
  }
}
