package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.schedule.RankedAs;
import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Why the last leases were granted; the oldest are forgotten. */
public final class LeaseReasons {
  /** Leases that are remembered on a node. */
  public static final int KEPT = 20_000;

  private final Map<LeaseId, Reason> reasons = new LinkedHashMap<>();

  /**
   * Why a lease was granted.
   *
   * @param as empty if the bag or the worker had come after the epoch began
   * @param kind what decided
   */
  public record Reason(Address worker, Instant at, Kind kind, Optional<RankedAs> as) {}

  /** What decided about a lease. */
  public enum Kind {
    /** The ranking of the epoch. */
    RANK,
    /** Turns: all that went before in rank had nothing for the worker. */
    TURN,
    /** Bag or worker had just come. */
    NEW,
    /** The worker was brought in for the bag. */
    DEDICATED,
    /** Another bag's lease there was taken back for it. */
    PREEMPTED,
    /** Others hold the tasks already; the worker had nothing else to do. */
    DUPLICATE
  }

  synchronized void note(LeaseId lease, Reason reason) {
    reasons.put(lease, reason);
    if (reasons.size() > KEPT) {
      reasons.remove(reasons.keySet().iterator().next());
    }
  }

  /** Why a lease was granted; empty if it was not of late, or not on this node. */
  public synchronized Optional<Reason> of(LeaseId lease) {
    return Optional.ofNullable(reasons.get(lease));
  }
}
