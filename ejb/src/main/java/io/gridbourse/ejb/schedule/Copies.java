package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.PartitionBook.Wish;
import io.gridbourse.domain.proof.Straggler;
import io.gridbourse.domain.value.Address;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** Leases on what others are slow with, as a policy says. */
public final class Copies implements Spares {
  private final Dispatcher dispatcher;
  private final TailPolicy policy;
  private final Clock clock;

  /** Copies of slices of the bags that this dispatcher gives out. */
  public Copies(Dispatcher dispatcher, TailPolicy policy, Clock clock) {
    this.dispatcher = dispatcher;
    this.policy = policy;
    this.clock = clock;
  }

  @Override
  public Optional<BagId> dedicated(Worker worker) {
    return policy.dedicated(worker.address());
  }

  @Override
  public Optional<Spare> duplicate(Worker worker, Admission admission) {
    for (BagRun bag : dispatcher.bags()) {
      Optional<Predicate<Straggler>> wanted = policy.stragglers(bag, worker.address());
      if (wanted.isPresent()) {
        Optional<Spare> spare = throttled(bag, worker.address(), wanted.get(), admission);
        if (spare.isPresent()) {
          bag.copied(spare.get().grant().count());
          return spare;
        }
      }
    }
    return Optional.empty();
  }

  /** Nobody else leases tasks of the bag between the count of those that run and the lease. */
  private Optional<Spare> throttled(
      BagRun bag, Address worker, Predicate<Straggler> wanted, Admission admission) {
    bag.throttle().lock();
    try {
      int max = admission.allowance(bag);
      return max < 1 ? Optional.empty() : lease(bag, worker, wanted, max);
    } finally {
      bag.throttle().unlock();
    }
  }

  private Optional<Spare> lease(BagRun bag, Address worker, Predicate<Straggler> wanted, int max) {
    Wish wish = LeaseTerms.wish(bag, 1, dispatcher.longestLease(worker), max);
    return dispatcher
        .candidate(bag, worker)
        .flatMap(
            candidate ->
                bag.lease(book -> book.duplicate(candidate, wish, wanted, clock.instant())));
  }
}
