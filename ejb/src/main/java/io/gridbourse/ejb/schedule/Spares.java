package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.PartitionBook;
import java.util.Optional;

/**
 * What promises to requesters add to the choice of work: hosts that were brought in for one bag,
 * and copies of tasks that others hold.
 */
public interface Spares {
  /** Adds nothing. */
  Spares NONE =
      new Spares() {
        @Override
        public Optional<BagId> dedicated(Worker worker) {
          return Optional.empty();
        }

        @Override
        public Optional<Spare> duplicate(Worker worker, Admission admission) {
          return Optional.empty();
        }
      };

  /** A lease that was granted. */
  record Spare(PartitionRun run, PartitionBook.Grant grant) {}

  /** Which bags a worker may be given tasks of. */
  @FunctionalInterface
  interface Admission {
    /** Tasks of a bag that the worker may be leased now; 0 if the bag is not for it. */
    int allowance(BagRun bag);
  }

  /** The bag that a worker was brought in for: it is given nothing else. */
  Optional<BagId> dedicated(Worker worker);

  /**
   * Grants a lease on tasks that others hold, for a worker that nothing else is left for.
   *
   * @param admission what the worker may be given at all
   */
  Optional<Spare> duplicate(Worker worker, Admission admission);
}
