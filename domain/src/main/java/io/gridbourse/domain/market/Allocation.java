package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.MatchRules.Quartet;
import java.util.List;
import java.util.Map;

/**
 * What the book gives for a wish.
 *
 * @param asked tasks that were wished for
 * @param fills matches that the ledger would make, the best first
 * @param refusals offers that are not used, by the reason that lies closest to a match
 */
public record Allocation(long asked, List<Fill> fills, Map<MatchRefusal, Long> refusals) {
  public Allocation {
    fills = List.copyOf(fills);
    refusals = Map.copyOf(refusals);
  }

  /** One match. */
  public record Fill(Quartet orders, long volume) {
    /** What one task costs. */
    public NanoRlc pricePerTask() {
      return orders.pricePerTask();
    }

    /** What all its tasks cost. */
    public NanoRlc total() {
      return pricePerTask().times(volume);
    }
  }

  /** Tasks that would be matched. */
  public long matched() {
    return fills.stream().mapToLong(Fill::volume).sum();
  }

  /** What they cost together. */
  public NanoRlc total() {
    return fills.stream().map(Fill::total).reduce(NanoRlc.ZERO, NanoRlc::plus);
  }

  /** Whether nothing is left of the wish. */
  public boolean isWhole() {
    return matched() == asked;
  }
}
