package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.Straggler;
import io.gridbourse.domain.value.Address;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether a worker for whom nothing waits gets a copy of what another one is slow with. */
@FunctionalInterface
public interface TailPolicy {
  /** The bag that a worker was brought in for. */
  default Optional<BagId> dedicated(Address worker) {
    return Optional.empty();
  }

  /** Which of a bag's stragglers the worker may get a copy of; empty if of none. */
  Optional<Predicate<Straggler>> stragglers(BagRun bag, Address worker);
}
