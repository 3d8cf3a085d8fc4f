package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.PartitionBook.Candidate;
import io.gridbourse.domain.proof.PartitionBook.Wish;
import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Hands out slices and takes them back: which slices want a worker, and who has a lease. */
final class LeaseDesk {
  private final BookRules rules;
  private final BookState state;
  private final LeaseMaker maker;
  private final Consumer<Fact> recorder;
  private final BookEntries entries;
  private final TreeMap<Integer, Slice> needy = new TreeMap<>();
  private final Map<LeaseId, Lease> leases = new LinkedHashMap<>();
  private final Set<LeaseId> duplicates = new HashSet<>();
  private final VoterSets voterSets;

  /**
   * A desk without leases.
   *
   * @param recorder receives facts that follow: tasks that are given up
   * @param entries notes each lease that begins, or ends without an answer
   */
  LeaseDesk(
      BookRules rules,
      BookState state,
      LeaseMaker maker,
      Consumer<Fact> recorder,
      BookEntries entries) {
    this.rules = rules;
    this.state = state;
    this.maker = maker;
    this.recorder = recorder;
    this.entries = entries;
    this.voterSets = new VoterSets(state);
  }

  /** Makes the lease of a slice. */
  @FunctionalInterface
  interface LeaseMaker {
    Lease make(Candidate candidate, Slice slice, Lease.Times times);
  }

  Optional<Lease> find(LeaseId id, Address worker) {
    return Optional.ofNullable(leases.get(id)).filter(lease -> lease.worker().equals(worker));
  }

  Collection<Lease> leases() {
    return leases.values();
  }

  /** Whether a slice wants another worker. */
  boolean wantsWorkers() {
    return !needy.isEmpty();
  }

  /** Leases under work that fit. */
  List<Lease> granted(Predicate<Lease> filter) {
    return leases.values().stream()
        .filter(lease -> lease.state() == LeaseState.GRANTED && filter.test(lease))
        .toList();
  }

  /** Leases a slice: those that wait for votes come first. */
  Optional<Lease> grant(Candidate candidate, Wish wish, Instant now) {
    if (wish.max() < 1 || wish.target() < 1 || !mayContribute(candidate.worker())) {
      return Optional.empty();
    }
    return waitingSlice(candidate.worker(), wish, now)
        .or(() -> freshSlice(candidate.worker(), wish))
        .map(slice -> lease(candidate, slice, wish, now));
  }

  /**
   * Leases a slice on which all work that it needs to one worker more: of those that {@code wanted}
   * takes, the one that is under work for the longest. The first answers that suffice count; who is
   * then still at work is told to stop.
   */
  Optional<Lease> duplicate(
      Candidate candidate, Wish wish, Predicate<Straggler> wanted, Instant now) {
    if (wish.max() < 1 || !mayContribute(candidate.worker())) {
      return Optional.empty();
    }
    Optional<Lease> copy =
        state.open().values().stream()
            .filter(slice -> slice.state() == SliceState.COLLECTING && slice.isLeased())
            .filter(slice -> !needy.containsKey(slice.offset()) && slice.count() <= wish.max())
            .filter(slice -> slice.isOpenTo(candidate.worker()))
            .sorted(Comparator.comparing(LeaseDesk::since))
            .filter(slice -> wanted.test(straggler(slice)))
            .filter(slice -> voterSets.mayJoin(slice, candidate.worker(), now))
            .findFirst()
            .map(slice -> lease(candidate, slice, wish, now));
    copy.ifPresent(lease -> duplicates.add(lease.id()));
    return copy;
  }

  private static Instant since(Slice slice) {
    return atWork(slice).stream().map(Lease::grantedAt).min(Instant::compareTo).orElseThrow();
  }

  private static List<Lease> atWork(Slice slice) {
    return slice.leases().stream().filter(each -> each.state() == LeaseState.GRANTED).toList();
  }

  private Straggler straggler(Slice slice) {
    List<Lease> atWork = atWork(slice);
    long copies = 1 + atWork.stream().filter(each -> duplicates.contains(each.id())).count();
    return new Straggler(
        slice.count(), since(slice), (int) copies, atWork.stream().map(Lease::worker).toList());
  }

  /** Ends a lease by an event of its worker. */
  void end(Lease lease, LeaseState.Event event, Instant now) {
    lease.become(event);
    cause(event).ifPresent(cause -> entries.ended(lease, cause, now));
    leases.remove(lease.id());
    duplicates.remove(lease.id());
    lease.slice().leases().remove(lease);
  }

  /** Ends the time of a lease; a late answer may still help. */
  void lapse(Lease lease, Instant now) {
    lease.become(LeaseState.Event.EXPIRE);
    boolean isOver = !lease.expires().isAfter(now);
    entries.ended(lease, isOver ? BookEntries.Cause.EXPIRED : BookEntries.Cause.WORKER_LOST, now);
    lease.slice().fault();
    tend(lease.slice(), now);
  }

  /** Draws the consequences of what changed, until there are none. */
  void tendChanged(Instant now) {
    state.eachChanged(slice -> tend(slice, now));
  }

  /** Draws the consequences for one slice: asks, gives up, or wants another worker. */
  void tend(Slice slice, Instant now) {
    voterSets.note(slice);
    if (slice.state().isFinal()) {
      List.copyOf(slice.leases()).forEach(lease -> end(lease, LeaseState.Event.CANCEL, now));
      needy.remove(slice.offset(), slice);
      return;
    }
    if (slice.state() == SliceState.COLLECTING && slice.hasEnoughSealed(rules.trust())) {
      slice.become(SliceState.Event.ENOUGH_SEALED);
      List.copyOf(slice.leases()).forEach(lease -> end(lease, LeaseState.Event.CANCEL, now));
      Instant until = now.plus(rules.revealWithin());
      slice.hidden().forEach(vote -> vote.ask(until));
    }
    if (isExhausted(slice)) {
      recorder.accept(state.givingUp(slice.offset(), slice.count(), exhaustion(slice), now));
      tendChanged(now);
    } else if (slice.wantsWorker(rules.trust())) {
      slice.want(now);
      needy.put(slice.offset(), slice);
    } else {
      slice.wantNobody();
      needy.remove(slice.offset(), slice);
    }
  }

  /** Why a lease ended; empty if it was answered, which is a fact of its own. */
  private static Optional<BookEntries.Cause> cause(LeaseState.Event event) {
    return switch (event) {
      case RETURN -> Optional.of(BookEntries.Cause.RETURNED);
      case REFUSE -> Optional.of(BookEntries.Cause.REFUSED);
      case CANCEL -> Optional.of(BookEntries.Cause.CANCELLED);
      case COMMIT, ANSWER, ASK, REVEAL, MISS_REVEAL, EXPIRE -> Optional.empty();
    };
  }

  private Optional<Slice> waitingSlice(Address worker, Wish wish, Instant now) {
    for (Slice slice : needy.values()) {
      boolean isUntouched = slice.votes().isEmpty() && !slice.isLeased();
      if (isUntouched && slice.count() > wish.target()) {
        state.dissolve(slice);
        tend(slice, now);
        return freshSlice(worker, wish);
      }
      if (slice.isOpenTo(worker)
          && slice.count() <= wish.max()
          && voterSets.mayJoin(slice, worker, now)) {
        return Optional.of(slice);
      }
    }
    return Optional.empty();
  }

  private Optional<Slice> freshSlice(Address worker, Wish wish) {
    if (state.open().size() >= rules.slicesMax() || !voterSets.mayBegin(worker)) {
      return Optional.empty();
    }
    int count = Math.min(wish.target(), wish.max());
    return state.fresh().takeFirst(count).map(range -> state.openSlice(range[0], range[1]));
  }

  private boolean mayContribute(Address worker) {
    if (state.contributors().contains(worker)
        || state.contributors().size() + leases.size() < PocoRule.CONTRIBUTORS_MAX) {
      return true;
    }
    Set<Address> all = new LinkedHashSet<>(state.contributors());
    leases.values().forEach(lease -> all.add(lease.worker()));
    return all.contains(worker) || all.size() < PocoRule.CONTRIBUTORS_MAX;
  }

  private Lease lease(Candidate candidate, Slice slice, Wish wish, Instant now) {
    slice.leases().stream()
        .filter(each -> each.worker().equals(candidate.worker()))
        .toList()
        .forEach(each -> end(each, LeaseState.Event.CANCEL, now));
    Instant expires = now.plus(wish.grace()).plus(wish.perTask().multipliedBy(slice.count()));
    Lease lease = maker.make(candidate, slice, new Lease.Times(now, expires));
    leases.put(lease.id(), lease);
    slice.leases().add(lease);
    entries.leased(lease);
    tend(slice, now);
    return lease;
  }

  private boolean isExhausted(Slice slice) {
    boolean isSpent =
        slice.faults() >= rules.attempts() || slice.votes().size() >= PocoRule.VOTES_PER_TASK_MAX;
    return slice.isUnaffordable() || (slice.isIdle() && isSpent);
  }

  private static GiveUpReason exhaustion(Slice slice) {
    if (slice.isUnaffordable()) {
      return GiveUpReason.TOO_MANY_BALLOTS;
    }
    return slice.votes().size() >= PocoRule.VOTES_PER_TASK_MAX
        ? GiveUpReason.NO_CONSENSUS
        : GiveUpReason.ATTEMPTS;
  }
}
