package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.WorkerQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Counts leases in the partitions that this node drives. */
@ApplicationScoped
public class HeldLeases implements WorkerQueries.LeaseCounts {
  private Dispatcher dispatcher;
  private Clock clock;

  protected HeldLeases() {}

  /** The leases of this dispatcher. */
  @Inject
  public HeldLeases(Dispatcher dispatcher, Clock clock) {
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  @Override
  public long held(Address worker) {
    return dispatcher.bags().stream()
        .flatMap(bag -> bag.partitions().stream())
        .mapToLong(run -> run.look(BookReport::leasesHeld).getOrDefault(worker, 0))
        .sum();
  }

  @Override
  public Optional<Double> rate(Address worker) {
    return dispatcher.rates().of(worker, clock.instant());
  }
}
