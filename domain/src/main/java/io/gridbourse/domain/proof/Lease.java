package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.value.Address;
import java.time.Instant;

/** A slice handed to a worker for a time. It is not stored: what is stored is the commitment. */
final class Lease {
  private final LeaseId id;
  private final Address worker;
  private final long weight;
  private final Standing standing;
  private final long firstTask;
  private final Slice slice;
  private final Instant grantedAt;
  private final Instant expires;
  private LeaseState state = LeaseState.GRANTED;

  Lease(LeaseId id, PartitionBook.Candidate candidate, Slice slice, long firstTask, Times times) {
    this.id = id;
    this.worker = candidate.worker();
    this.weight = candidate.weight();
    this.standing = candidate.standing();
    this.firstTask = firstTask;
    this.slice = slice;
    this.grantedAt = times.granted();
    this.expires = times.expires();
  }

  /** From when to when. */
  record Times(Instant granted, Instant expires) {}

  LeaseId id() {
    return id;
  }

  Address worker() {
    return worker;
  }

  long weight() {
    return weight;
  }

  /** What was known of its worker. */
  Standing standing() {
    return standing;
  }

  /** Index of its first task. */
  long firstTask() {
    return firstTask;
  }

  Slice slice() {
    return slice;
  }

  Instant grantedAt() {
    return grantedAt;
  }

  Instant expires() {
    return expires;
  }

  LeaseState state() {
    return state;
  }

  void become(LeaseState.Event event) {
    state = Transitions.next(state, event, id);
  }
}
