package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.WorkerQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Counts leases in the partitions that this node drives. */
@ApplicationScoped
public class HeldLeases implements WorkerQueries.LeaseCounts {
  private Dispatcher dispatcher;

  protected HeldLeases() {}

  /** The leases of this dispatcher. */
  @Inject
  public HeldLeases(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public long held(Address worker) {
    return dispatcher.bags().stream()
        .flatMap(bag -> bag.partitions().stream())
        .mapToLong(run -> run.look(BookReport::leasesHeld).getOrDefault(worker, 0))
        .sum();
  }
}
