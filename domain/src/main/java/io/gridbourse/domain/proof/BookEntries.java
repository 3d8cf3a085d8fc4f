package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes what happens in a partition down for the side record. */
final class BookEntries {
  private final PartitionScope scope;
  private final List<Entry> entries = new ArrayList<>();

  BookEntries(PartitionScope scope) {
    this.scope = scope;
  }

  /** Why a lease ended without an answer. */
  enum Cause {
    /** Its time is over. */
    EXPIRED,
    /** Its worker was lost before its time was over. */
    WORKER_LOST,
    /** The worker gave it back undone, or never heard of it. */
    RETURNED,
    /** A message about it was wrong. */
    REFUSED,
    /** Nobody needs it any more. */
    CANCELLED
  }

  /** Hands the entries over since the last call. */
  List<Entry> take() {
    List<Entry> taken = List.copyOf(entries);
    entries.clear();
    return taken;
  }

  /** Notes a fact; of a check the record shows what it shows of any other lease. */
  void note(Fact fact, Function<LeaseId, Contribution> contributions) {
    if (fact instanceof Fact.Committed committed) {
      committed(committed);
    } else if (fact instanceof Fact.Revealed revealed) {
      revealed(revealed, contributions.apply(revealed.lease()).commit());
    } else if (fact instanceof Fact.Silenced silenced) {
      silenced(silenced, contributions.apply(silenced.lease()).commit());
    } else if (fact instanceof Fact.GivenUp givenUp) {
      givenUp(givenUp);
    }
  }

  void leased(Lease lease) {
    add(
        EntryKind.LEASED,
        lease.grantedAt(),
        range(lease),
        lease.id().toString(),
        lease.worker(),
        millis(lease.expires()));
  }

  void ended(Lease lease, Cause cause, Instant now) {
    add(
        EntryKind.LEASE_ENDED,
        now,
        range(lease),
        lease.id().toString(),
        lease.worker(),
        millis(lease.grantedAt()),
        cause.name());
  }

  private void committed(Fact.Committed fact) {
    add(
        EntryKind.COMMITTED,
        fact.at(),
        range(fact),
        fact.lease().toString(),
        fact.worker(),
        millis(fact.leasedAt().orElse(fact.at())),
        fact.weight(),
        fact.root(),
        fact.link().tasks(),
        fact.link().accumulator(),
        fact.link().signature().isEmpty() ? "0x" : fact.link().signature());
  }

  private void revealed(Fact.Revealed fact, Fact.Committed commit) {
    add(
        EntryKind.REVEALED,
        fact.at(),
        range(commit),
        fact.lease().toString(),
        commit.worker(),
        (long) fact.failures().size(),
        fact.refused().getLongCardinality());
  }

  private void silenced(Fact.Silenced fact, Fact.Committed commit) {
    add(EntryKind.SILENT, fact.at(), range(commit), fact.lease().toString(), commit.worker());
  }

  private void givenUp(Fact.GivenUp fact) {
    add(EntryKind.GIVEN_UP, fact.at(), range(fact.first(), fact.count()), fact.reason().name());
  }

  /** What workers disagreed about; tasks that are given up have an entry by their fact. */
  void deviated(Deviation deviation, Instant now) {
    List<Address> workers = deviation.workers();
    Entry.Range range = range(deviation.first(), deviation.count());
    switch (deviation.kind()) {
      case DISPUTED -> add(EntryKind.DISPUTED, now, range, workers);
      case OUTVOTED -> add(EntryKind.OUTVOTED, now, range, workers);
      case GIVEN_UP -> {
        // Nothing to add to the fact.
      }
    }
  }

  private void add(EntryKind kind, Instant at, Entry.Range range, Object... values) {
    entries.add(Entry.of(kind, at, range, values));
  }

  private Entry.Range range(Lease lease) {
    return range(scope.first() + lease.slice().offset(), lease.slice().count());
  }

  private Entry.Range range(Fact.Committed commit) {
    return range(commit.first(), commit.count());
  }

  /** Tasks as the ledger counts them. */
  private Entry.Range range(long first, int count) {
    return new Entry.Range(scope.deal(), scope.number(), scope.botFirst() + first, count);
  }

  private static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
