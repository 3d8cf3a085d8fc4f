package io.gridbourse.ejb.bag;

import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.ResultPack;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** What programs put out, from the packs of results that were kept. For one thread. */
final class Outcomes {
  private static final Bytes32 EMPTY = Bytes32.of(Sha256.newDigest().digest());
  private static final byte[] NOTHING = {};
  private final FactRows facts;
  private LeaseId recentLease;
  private List<byte[]> recent = List.of();

  Outcomes(FactRows facts) {
    this.facts = facts;
  }

  /** Receives outcomes. */
  @FunctionalInterface
  interface Visitor {
    void outcome(long index, byte[] bytes) throws IOException;
  }

  /** The outcome with this digest of one task. */
  Optional<byte[]> find(Partition partition, TaskRecord record, Bytes32 digest) {
    if (digest.equals(EMPTY)) {
      return Optional.of(NOTHING);
    }
    return record.votes().stream()
        .filter(vote -> record.digest(vote).filter(digest::equals).isPresent())
        .filter(vote -> vote.revealed().orElseThrow().results().length > 0)
        .findFirst()
        .map(vote -> recent(vote).get(record.position(vote)));
  }

  /** The outcomes of a contribution; neighbours come from the same one. */
  private List<byte[]> recent(Stored stored) {
    LeaseId lease = stored.committed().lease();
    if (!lease.equals(recentLease)) {
      recent = pack(stored).outcomes();
      recentLease = lease;
    }
    return recent;
  }

  /** Shows the outcomes of all certified and successful tasks in [first, end) of a partition. */
  void each(Partition partition, BookReport report, long first, long end, Visitor visitor)
      throws IOException {
    RoaringBitmap shown = new RoaringBitmap();
    for (Stored stored : facts.overlapping(partition.bag(), partition.number(), first, end)) {
      each(partition, report, stored, new Span(first, end, shown), visitor);
    }
  }

  /** Which tasks are asked for, and which were shown already. */
  private record Span(long first, long end, RoaringBitmap shown) {}

  private void each(
      Partition partition, BookReport report, Stored stored, Span span, Visitor visitor)
      throws IOException {
    List<byte[]> outcomes = null;
    long from = stored.committed().first();
    RoaringBitmap failed = new RoaringBitmap();
    stored.revealed().orElseThrow().failures().forEach(f -> failed.add((int) (f.index() - from)));
    for (int i = 0; i < stored.committed().count(); i++) {
      long index = from + i;
      int offset = (int) (index - partition.first());
      boolean isWanted =
          index >= span.first
              && index < span.end
              && !span.shown.contains(offset)
              && !failed.contains(i);
      Bytes32 digest = stored.revealed().orElseThrow().digests().at(i);
      if (isWanted && report.certifiedDigest(offset).filter(digest::equals).isPresent()) {
        boolean isEmpty = digest.equals(EMPTY);
        if (!isEmpty && stored.revealed().orElseThrow().results().length == 0) {
          // Another contribution with the same answers keeps the results.
          continue;
        }
        if (!isEmpty && outcomes == null) {
          outcomes = pack(stored).outcomes();
        }
        span.shown.add(offset);
        visitor.outcome(index, isEmpty ? NOTHING : outcomes.get(i));
      }
    }
  }

  private ResultPack pack(Stored stored) {
    byte[] results = facts.results(stored.committed().lease()).orElse(NOTHING);
    return ResultPack.of(results, stored.committed().count());
  }
}
