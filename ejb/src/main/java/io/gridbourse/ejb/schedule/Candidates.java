package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.PartitionBook.Candidate;
import io.gridbourse.domain.value.Address;
import java.util.Optional;

/** Port: what is known of a worker that asks for a lease. */
@FunctionalInterface
public interface Candidates {
  /** Nothing is known, and everybody may work with everybody. */
  Candidates UNKNOWN = (bag, worker, weight) -> Optional.of(new Candidate(worker, weight));

  /**
   * The worker as a voter of a bag; empty if it is given nothing.
   *
   * @param weight of its vote in the bag's deal
   */
  Optional<Candidate> of(BagRun bag, Address worker, long weight);
}
