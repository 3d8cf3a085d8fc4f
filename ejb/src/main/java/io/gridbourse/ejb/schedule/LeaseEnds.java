package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.LeaseQuotas;
import io.gridbourse.ejb.proof.FactEntry;
import java.util.Set;

/** What became of leases, by what a book wrote down, for the quotas of those who held them. */
final class LeaseEnds {
  /** Their workers are to blame. Of a lease that was given back, only its worker says why. */
  private static final Set<String> FAULTS = Set.of("EXPIRED", "WORKER_LOST", "REFUSED");

  private LeaseEnds() {}

  static void count(FactEntry facts, LeaseQuotas quotas) {
    for (Entry entry : facts.entries()) {
      if (entry.kind() == EntryKind.COMMITTED) {
        quotas.answered((Address) entry.value("worker"));
      } else if (entry.kind() == EntryKind.LEASE_ENDED && FAULTS.contains(entry.value("cause"))) {
        quotas.failed((Address) entry.value("worker"));
      }
    }
  }
}
