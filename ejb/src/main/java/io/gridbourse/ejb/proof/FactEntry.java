package io.gridbourse.ejb.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.Deviation;
import io.gridbourse.domain.proof.Fact;
import java.time.Instant;
import java.util.List;

/**
 * Facts of one partition that are stored together.
 *
 * @param epoch of the ownership under which they came about
 */
public record FactEntry(
    BagId bag,
    int partition,
    long epoch,
    List<Fact> facts,
    List<Deviation> deviations,
    Instant at) {
  public FactEntry {
    facts = List.copyOf(facts);
    deviations = List.copyOf(deviations);
  }
}
