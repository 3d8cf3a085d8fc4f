package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.PartitionBook.Candidate;
import io.gridbourse.domain.proof.PartitionBook.Wish;
import io.gridbourse.domain.proof.ladder.SpotCheckDraw;
import io.gridbourse.domain.value.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Hands out slices and takes them back: which slices want a worker, and who has a lease. */
final class LeaseDesk {
  private static final int EPOCH_SHIFT = 32;
  private final BookRules rules;
  private final BookState state;
  private final LeaseMaker maker;
  private final Consumer<Fact> recorder;
  private final BookEntries entries;
  private final TreeMap<Integer, Slice> needy = new TreeMap<>();
  private final Map<LeaseId, Lease> leases = new LinkedHashMap<>();
  private final Set<LeaseId> duplicates = new HashSet<>();
  private final VoterSets voterSets;
  private final long epoch;
  private long granted;

  /**
   * A desk without leases.
   *
   * @param epoch of the ownership under which leases are granted
   * @param recorder receives facts that follow: tasks that are given up
   * @param entries notes each lease that begins, or ends without an answer
   */
  LeaseDesk(
      long epoch,
      BookRules rules,
      BookState state,
      LeaseMaker maker,
      Consumer<Fact> recorder,
      BookEntries entries) {
    this.epoch = epoch;
    this.rules = rules;
    this.state = state;
    this.maker = maker;
    this.recorder = recorder;
    this.entries = entries;
    this.voterSets = new VoterSets(state);
  }

  /** Makes the lease of a slice; {@code number} counts the leases of this ownership from 1. */
  @FunctionalInterface
  interface LeaseMaker {
    Lease make(long number, Candidate candidate, Slice slice, Lease.Times times);
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
    return knownSlice(candidate, wish)
        .or(() -> waitingSlice(candidate, wish, now))
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
            .filter(slice -> suits(candidate, slice, now))
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
    if (lease.slice().isCheck()) {
      // Nobody else waits for it.
      leases.remove(lease.id());
    }
    tend(lease.slice(), now);
  }

  /** Draws the consequences of what changed, until there are none. */
  void tendChanged(Instant now) {
    state.eachChanged(slice -> tend(slice, now));
  }

  /** Draws the consequences for one slice: asks, gives up, or wants another worker. */
  void tend(Slice slice, Instant now) {
    if (slice.isCheck()) {
      return;
    }
    voterSets.note(slice);
    if (slice.state().isFinal()) {
      List.copyOf(slice.leases()).forEach(lease -> end(lease, LeaseState.Event.CANCEL, now));
      needy.remove(slice.offset(), slice);
      return;
    }
    if (slice.state() == SliceState.COLLECTING && slice.hasEnoughSealed(state.demandOf(slice))) {
      slice.become(SliceState.Event.ENOUGH_SEALED);
      List.copyOf(slice.leases()).forEach(lease -> end(lease, LeaseState.Event.CANCEL, now));
    }
    if (slice.state() == SliceState.REVEALING) {
      slice.hidden().forEach(vote -> vote.askIfSealed(now.plus(rules.revealWithin())));
    }
    if (isExhausted(slice)) {
      recorder.accept(state.givingUp(slice.offset(), slice.count(), exhaustion(slice), now));
      tendChanged(now);
    } else if (slice.wantsWorker(state.demandOf(slice))) {
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

  /** Takes all leases of a worker back that was caught. */
  void expel(Instant now) {
    for (Lease lease : List.copyOf(leases.values())) {
      if (state.isCaught(lease.worker())) {
        end(lease, LeaseState.Event.CANCEL, now);
        tend(lease.slice(), now);
      }
    }
  }

  /** Tasks whose answers are known, if this lease is drawn to be a check. */
  private Optional<Slice> knownSlice(Candidate candidate, Wish wish) {
    Address worker = candidate.worker();
    SpotCheckDraw draw = rules.checks().orElse(null);
    long number = (epoch << EPOCH_SHIFT) + granted;
    if (draw == null || draw.check(worker.hex(), number, 1).isEmpty()) {
      return Optional.empty();
    }
    // On another kind of host the right answer may be another one.
    List<Decisions.Certified> known =
        state.knownButTo(worker).stream()
            .filter(range -> candidate.companions().isLike(range.winner().worker()))
            .toList();
    OptionalInt drawn = draw.check(worker.hex(), number, known.size());
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    Decisions.Certified range = known.get(drawn.getAsInt());
    int count = Math.min(range.count(), Math.min(wish.target(), wish.max()));
    return Optional.of(Slice.check(range.offset(), count));
  }

  private static boolean suits(Candidate candidate, Slice slice, Instant now) {
    if (candidate.companions() == Companions.ANYBODY) {
      return true;
    }
    Set<Address> others = slice.voters();
    Duration waited =
        slice.wantedSince().isBefore(now)
            ? Duration.between(slice.wantedSince(), now)
            : Duration.ZERO;
    return others.isEmpty() || candidate.companions().suit(slice.firstTask(), others, waited);
  }

  private Optional<Slice> waitingSlice(Candidate candidate, Wish wish, Instant now) {
    Address worker = candidate.worker();
    for (Slice slice : needy.values()) {
      boolean isUntouched = slice.votes().isEmpty() && !slice.isLeased();
      if (isUntouched && slice.count() > wish.target()) {
        state.dissolve(slice);
        tend(slice, now);
        return freshSlice(worker, wish);
      }
      if (slice.isOpenTo(worker)
          && slice.count() <= wish.max()
          && voterSets.mayJoin(slice, worker, now)
          && suits(candidate, slice, now)) {
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

  /** Nobody who was caught may, and only so many as the ledger can pay. */
  private boolean mayContribute(Address worker) {
    if (state.isCaught(worker)) {
      return false;
    }
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
    Lease lease = maker.make(++granted, candidate, slice, new Lease.Times(now, expires));
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
