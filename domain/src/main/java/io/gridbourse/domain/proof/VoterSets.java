package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sets of workers that voted, or may come to vote, on the same tasks of a partition. A
 * settlement names at most {@link PocoRule#BALLOTS_MAX} different ballots, and with many workers
 * and small slices chance alone would make more. So when half of that is in use, a worker joins a
 * slice only if somebody has worked with just those voters before; a slice that finds nobody so may
 * open a new set, as long as a quarter is left for disputes, which split a set's ballots.
 */
final class VoterSets {
  /** From so many sets or ballots on, sets are used again. */
  static final int REUSE_FROM = PocoRule.BALLOTS_MAX / 2;

  /** From so many on, no new set is opened at all. */
  static final int CLOSED_FROM = PocoRule.BALLOTS_MAX / 4 * 3;

  /** How long a slice waits for a worker of a known set before it may open another. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** After so many new sets those of leases that came to nothing are dropped. */
  private static final int RECOUNT_AFTER = 64;

  private final BookState state;
  private final Set<Set<Address>> sets = new HashSet<>();
  private final Map<Address, List<Set<Address>>> byWorker = new HashMap<>();
  private final Map<Address, Set<Address>> partners = new HashMap<>();
  private int recountAt = REUSE_FROM;

  VoterSets(BookState state) {
    this.state = state;
  }

  /** Notes that those who vote or work on a slice may end in one ballot. */
  void note(Slice slice) {
    add(slice.voters());
    if (sets.size() >= recountAt) {
      recount();
    }
  }

  private void recount() {
    sets.clear();
    byWorker.clear();
    partners.clear();
    state.decisions().ballots().keySet().forEach(ballot -> add(ballot.voters()));
    state.open().values().forEach(slice -> add(slice.voters()));
    recountAt = Math.max(REUSE_FROM, sets.size() + RECOUNT_AFTER);
  }

  private void add(Set<Address> voters) {
    if (voters.size() > 1 && sets.add(voters)) {
      for (Address each : voters) {
        byWorker.computeIfAbsent(each, key -> new ArrayList<>()).add(voters);
        partners.computeIfAbsent(each, key -> new HashSet<>()).addAll(voters);
      }
    }
  }

  /** Whether a worker may begin a slice on tasks that nobody has. */
  boolean mayBegin(Address worker) {
    return !isScarce() || !isClosed() || byWorker.containsKey(worker);
  }

  /** Whether a worker may join those who vote on a slice. */
  boolean mayJoin(Slice slice, Address worker, Instant now) {
    if (!isScarce()) {
      return true;
    }
    Set<Address> others = slice.voters();
    return others.isEmpty()
        ? mayBegin(worker)
        : isKnown(others, worker)
            || (!isClosed() && !slice.wantedSince().plus(PATIENCE).isAfter(now));
  }

  private boolean isKnown(Set<Address> others, Address worker) {
    // Most slices have one other voter, and then the partners say it all.
    return partners.getOrDefault(worker, Set.of()).containsAll(others)
        && (others.size() == 1
            || byWorker.getOrDefault(worker, List.of()).stream()
                .anyMatch(known -> known.containsAll(others)));
  }

  private boolean isScarce() {
    return inUse() >= REUSE_FROM;
  }

  private boolean isClosed() {
    return inUse() >= CLOSED_FROM;
  }

  private int inUse() {
    return Math.max(sets.size(), state.decisions().ballotPatterns());
  }
}
