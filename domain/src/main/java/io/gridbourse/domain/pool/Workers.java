package io.gridbourse.domain.pool;

import io.gridbourse.domain.value.Address;
import java.util.List;
import java.util.Optional;

/** The enrolled workers. */
public interface Workers {
  /**
   * Enrols a worker with a one-time token, or enrols it anew: the token is used up in the same
   * transaction.
   *
   * @param tokenHash SHA-256 of the token
   */
  Enrolment enrol(Worker worker, byte[] tokenHash);

  /** The worker with this account. */
  Optional<Worker> find(Address address);

  /** All workers, by name. */
  List<Worker> all();

  /** What came of an enrolment. */
  enum Enrolment {
    /** The worker may exchange. */
    ENROLLED,
    /** No such token was issued, or it was used by another worker. */
    TOKEN_INVALID,
    /** The token is too old. */
    TOKEN_EXPIRED
  }
}
