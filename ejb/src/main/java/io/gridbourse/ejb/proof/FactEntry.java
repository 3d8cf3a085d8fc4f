package io.gridbourse.ejb.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.Deviation;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.record.Entry;
import java.time.Instant;
import java.util.List;

/**
 * Facts of one partition that are stored together, with their entries in the side record.
 *
 * @param epoch of the ownership under which they came about
 */
public record FactEntry(
    BagId bag,
    int partition,
    long epoch,
    List<Fact> facts,
    List<Deviation> deviations,
    List<Entry> entries,
    Instant at) {
  public FactEntry {
    facts = List.copyOf(facts);
    deviations = List.copyOf(deviations);
    entries = List.copyOf(entries);
  }

  /** What came out of a book. */
  public static FactEntry of(
      BagId bag, int partition, long epoch, PartitionBook.Changes changes, Instant at) {
    return new FactEntry(
        bag, partition, epoch, changes.facts(), changes.deviations(), changes.entries(), at);
  }
}
