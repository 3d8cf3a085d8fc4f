package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.ladder.ErrorBudget;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the facts of a partition say: open slices, contributions, chains of commitments, decisions.
 * Facts are applied here and nowhere else, live and on restart alike.
 */
final class BookState {
  private final PartitionScope scope;
  private final BookRules rules;
  private final FreshRanges fresh;
  private final TreeMap<Integer, Slice> open = new TreeMap<>();
  private final Map<LeaseId, Contribution> contributions = new LinkedHashMap<>();
  private final Map<Address, CommitmentLink> chains = new HashMap<>();
  private final Decisions decisions = new Decisions();
  private final Set<Address> caught = new HashSet<>();
  private final Map<Address, Long> checked = new HashMap<>();
  private final List<Deviation> deviations = new ArrayList<>();
  private final List<Slice> changed = new ArrayList<>();
  private final Optional<ErrorBudget> budget;
  private long sequence;

  BookState(PartitionScope scope, BookRules rules) {
    this.scope = scope;
    this.rules = rules;
    this.fresh = new FreshRanges(scope.tasks());
    Demand demand = rules.demand();
    this.budget =
        demand.isBudgeted()
            ? Optional.of(new ErrorBudget(demand.tolerated(), scope.tasks()))
            : Optional.empty();
  }

  /** What is tolerated and spent, if the bag has a budget of wrong results. */
  Optional<ErrorBudget> budget() {
    return budget;
  }

  /** The bound that certificates of a slice may state: its own, or what it would be allotted. */
  OptionalDouble allowanceOf(Slice slice) {
    if (budget.isEmpty() || slice.isCheck() || slice.allowance().isPresent()) {
      return slice.allowance();
    }
    return OptionalDouble.of(budget.get().allowance());
  }

  /** What the answers of a slice need before they count. */
  Demand demandOf(Slice slice) {
    OptionalDouble allowance = allowanceOf(slice);
    return allowance.isPresent() ? rules.demand().within(allowance.getAsDouble()) : rules.demand();
  }

  /** A fact of a worker that is found to be right, or wrong, now. */
  Fact.Checked finding(Optional<LeaseId> check, Address worker, boolean isPassed, Instant at) {
    OptionalDouble allowance = isPassed ? OptionalDouble.empty() : allowanceWithout(worker);
    return new Fact.Checked(nextSequence(), at, check, worker, isPassed, allowance);
  }

  /** The bound that certificates may state of what a worker carried, if it is opened again now. */
  private OptionalDouble allowanceWithout(Address worker) {
    if (budget.isEmpty()) {
      return OptionalDouble.empty();
    }
    long count = 0;
    double charges = 0;
    for (Decisions.Certified range : decisions.carriedBy(worker)) {
      count += range.count();
      charges += range.count() * budget.get().charge(range.bound());
    }
    return OptionalDouble.of(budget.get().allowanceOnReopening(count, charges));
  }

  FreshRanges fresh() {
    return fresh;
  }

  NavigableMap<Integer, Slice> open() {
    return open;
  }

  Map<LeaseId, Contribution> contributions() {
    return contributions;
  }

  Decisions decisions() {
    return decisions;
  }

  Set<Address> contributors() {
    return chains.keySet();
  }

  CommitmentLink chain(Address worker) {
    return chains.getOrDefault(worker, CommitmentLink.START);
  }

  /** Tasks that a worker committed to and that are no checks. */
  long votesOf(Address worker) {
    return chain(worker).tasks() - checked.getOrDefault(worker, 0L);
  }

  /** Whether a worker was found to answer wrongly. */
  boolean isCaught(Address worker) {
    return caught.contains(worker);
  }

  /** Ranges with known answers that a worker has had nothing to do with. */
  List<Decisions.Certified> knownButTo(Address worker) {
    Set<Integer> had = new HashSet<>();
    for (Contribution each : contributions.values()) {
      if (each.isCheck() && each.worker().equals(worker)) {
        had.add(each.offset());
      }
    }
    return decisions.known(
        range ->
            !had.contains(range.offset())
                && range.votes().stream().noneMatch(vote -> vote.worker().equals(worker)));
  }

  /** Whether a check was passed; empty if it is none, or nothing is known of its tasks any more. */
  Optional<Boolean> passed(Contribution check) {
    boolean isKnown = false;
    for (int i = 0; check.isCheck() && i < check.commit().count(); i++) {
      Optional<Bytes32> answer = decisions.digestAt(check.offset() + i);
      if (answer.isPresent() && !answer.get().equals(check.shown().at(i))) {
        return Optional.of(false);
      }
      isKnown |= answer.isPresent();
    }
    return isKnown ? Optional.of(true) : Optional.empty();
  }

  long nextSequence() {
    return sequence + 1;
  }

  /** The slice that a hidden contribution votes in; it cannot have been split. */
  Slice sliceOf(Contribution contribution) {
    Slice slice = open.get(contribution.offset());
    if (slice == null || !slice.votes().contains(contribution)) {
      throw new IllegalStateException(contribution.commit().lease() + " votes in no open slice");
    }
    return slice;
  }

  /** Opens a slice on tasks that were fresh. */
  Slice openSlice(int offset, int count) {
    Slice slice = new Slice(offset, count, List.of());
    open.put(offset, slice);
    return slice;
  }

  /** Gives the tasks of a slice without votes back, to be cut anew. */
  void dissolve(Slice slice) {
    slice.become(SliceState.Event.RECUT);
    open.remove(slice.offset());
    releaseAllowance(slice);
    fresh.put(slice.offset(), slice.count());
    changed.add(slice);
  }

  /** Hands over the deviations that were found since the last call. */
  List<Deviation> takeDeviations() {
    List<Deviation> taken = List.copyOf(deviations);
    deviations.clear();
    return taken;
  }

  /** Shows each slice that changed since the last call. */
  void eachChanged(Consumer<Slice> visitor) {
    List<Slice> taken = List.copyOf(new LinkedHashSet<>(changed));
    changed.clear();
    taken.forEach(visitor);
  }

  void apply(Fact fact) {
    if (fact.sequence() <= sequence) {
      throw new IllegalStateException(
          "fact " + fact.sequence() + " after " + sequence + " in partition " + scope.number());
    }
    sequence = fact.sequence();
    if (fact instanceof Fact.Committed committed) {
      commit(committed);
    } else if (fact instanceof Fact.Revealed revealed) {
      Contribution contribution = contribution(revealed.lease());
      contribution.show(revealed);
      if (!contribution.isCheck()) {
        Slice slice = sliceOf(contribution);
        wasAsked(slice);
        compareIfComplete(slice);
      }
    } else if (fact instanceof Fact.Silenced silenced) {
      Contribution contribution = contribution(silenced.lease());
      contribution.become(LeaseState.Event.MISS_REVEAL);
      if (!contribution.isCheck()) {
        Slice slice = sliceOf(contribution);
        slice.fault();
        wasAsked(slice);
        compareIfComplete(slice);
      }
    } else if (fact instanceof Fact.GivenUp givenUp) {
      giveUp(givenUp);
    } else if (fact instanceof Fact.Checked checked && !checked.isPassed()) {
      expel(checked.worker(), checked.allowance());
    }
  }

  private void releaseAllowance(Slice slice) {
    slice.allowance().ifPresent(each -> budget.ifPresent(all -> all.release(slice.count(), each)));
    slice.allow(OptionalDouble.empty());
  }

  /** Voids a worker's votes, and opens again what they helped to certify. */
  private void expel(Address worker, OptionalDouble allowance) {
    if (!caught.add(worker)) {
      return;
    }
    List<Contribution> votes =
        contributions.values().stream().filter(vote -> vote.worker().equals(worker)).toList();
    votes.forEach(Contribution::makeVoid);
    for (Slice slice : List.copyOf(open.values())) {
      List<Contribution> theirs =
          slice.votes().stream().filter(vote -> vote.worker().equals(worker)).toList();
      if (!theirs.isEmpty()) {
        dropHidden(slice, theirs);
      }
    }
    votes.stream()
        .filter(Contribution::isHidden)
        .forEach(check -> check.become(LeaseState.Event.CANCEL));
    decisions.reopen(worker).forEach(range -> reopen(range, allowance));
  }

  /** What it has sealed nobody wants to see any more; what it showed is counted anew. */
  private void dropHidden(Slice slice, List<Contribution> theirs) {
    List<Contribution> sealed = theirs.stream().filter(Contribution::isHidden).toList();
    sealed.forEach(vote -> vote.become(LeaseState.Event.CANCEL));
    slice.votes().removeAll(sealed);
    changed.add(slice);
    if (slice.votes().isEmpty()) {
      // Without votes its cut is in no fact: live and read again it must be the same.
      slice.become(SliceState.Event.UNDECIDED);
      dissolve(slice);
    } else if (slice.hidden().isEmpty()) {
      compareIfComplete(slice);
    } else {
      slice.standAt(SliceVerdict.strengths(slice, demandOf(slice)));
    }
  }

  private void reopen(Decisions.Certified range, OptionalDouble allowance) {
    Slice slice = new Slice(range.offset(), range.count(), range.votes());
    if (budget.isPresent()) {
      // Never more than it had: how many votes are enough was known before they were shown.
      double bound = Math.min(range.allowance(), allowance.orElse(range.bound()));
      budget.get().reopen(range.count(), range.bound(), bound);
      slice.allow(OptionalDouble.of(bound));
    }
    open.put(slice.offset(), slice);
    compareIfComplete(slice);
  }

  private Contribution contribution(LeaseId lease) {
    Contribution contribution = contributions.get(lease);
    if (contribution == null) {
      throw new IllegalStateException("no commitment for " + lease);
    }
    return contribution;
  }

  private void commit(Fact.Committed fact) {
    int offset = (int) (fact.first() - scope.first());
    if (fact.isCheck()) {
      contributions.put(fact.lease(), new Contribution(fact, offset));
      chains.put(fact.worker(), fact.link());
      checked.merge(fact.worker(), (long) fact.count(), Long::sum);
      return;
    }
    Slice slice = open.get(offset);
    if (slice == null || slice.count() != fact.count()) {
      if (!fresh.take(offset, fact.count())) {
        throw new IllegalStateException(fact.lease() + " is of tasks that are decided or cut");
      }
      slice = openSlice(offset, fact.count());
    }
    if (slice.allowance().isEmpty() && fact.allowance().isPresent() && budget.isPresent()) {
      budget.get().allot(fact.count(), fact.allowance().getAsDouble());
      slice.allow(fact.allowance());
    }
    Contribution contribution = new Contribution(fact, offset);
    contributions.put(fact.lease(), contribution);
    chains.put(fact.worker(), fact.link());
    slice.votes().add(contribution);
    changed.add(slice);
  }

  /**
   * That answers were asked for is no fact of its own, but follows from the first that was shown or
   * missed: a book that is read again goes on asking the others, and wants nobody in their place.
   */
  private void wasAsked(Slice slice) {
    if (rules.isSealed() && slice.state() == SliceState.COLLECTING) {
      slice.become(SliceState.Event.ENOUGH_SEALED);
    }
  }

  /** Compares the answers once nobody's is hidden any more; before that nothing is decided. */
  private void compareIfComplete(Slice slice) {
    changed.add(slice);
    if (!slice.hidden().isEmpty()) {
      return;
    }
    List<SliceVerdict.Run> runs = SliceVerdict.of(slice, demandOf(slice));
    if (runs.size() == 1 && runs.get(0) instanceof SliceVerdict.Run.Open undecided) {
      slice.become(SliceState.Event.UNDECIDED);
      slice.standAt(undecided.strengths());
      noteDispute(slice);
      return;
    }
    open.remove(slice.offset());
    long decided = runs.stream().filter(run -> decide(slice, run)).count();
    slice.become(decided == runs.size() ? SliceState.Event.AGREED : SliceState.Event.DIVIDED);
    shareAnswers(slice);
  }

  /** Tasks may have to be opened again by these answers; most are the same, and kept once. */
  private static void shareAnswers(Slice slice) {
    List<Contribution> votes = slice.revealed();
    for (int i = 1; i < votes.size(); i++) {
      for (Contribution earlier : votes.subList(0, i)) {
        votes.get(i).shareAnswers(earlier);
      }
    }
  }

  /** Certifies a run, or keeps it open; true if it is certified. */
  private boolean decide(Slice slice, SliceVerdict.Run run) {
    if (run instanceof SliceVerdict.Run.Open undecided) {
      Slice child = keepOpen(slice, run);
      child.standAt(undecided.strengths());
      noteDispute(child);
      return false;
    }
    SliceVerdict.Run.Decided decided = (SliceVerdict.Run.Decided) run;
    if (!decisions.hasRoomFor(decided.ballot())) {
      keepOpen(slice, run).unaffordable();
      return false;
    }
    double allowance = slice.allowance().orElse(1);
    decisions.certify(decided, slice.votes(), allowance);
    budget.ifPresent(all -> all.certify(decided.count(), allowance, decided.bound()));
    if (decided.ballot().hasLosers()) {
      List<Address> losers = new ArrayList<>(decided.ballot().silent());
      decided.ballot().rejected().forEach(losers::addAll);
      deviations.add(deviation(run.offset(), run.count(), Deviation.Kind.OUTVOTED, losers));
    }
    return true;
  }

  /** Keeps a part of a slice open, with its votes. */
  private Slice keepOpen(Slice slice, SliceVerdict.Run run) {
    Slice child = new Slice(run.offset(), run.count(), slice.votes()).likeParent(slice);
    open.put(child.offset(), child);
    changed.add(child);
    return child;
  }

  private void noteDispute(Slice slice) {
    List<Contribution> revealed = slice.revealed();
    if (revealed.size() > 1) {
      List<Address> workers = revealed.stream().map(Contribution::worker).toList();
      deviations.add(deviation(slice.offset(), slice.count(), Deviation.Kind.DISPUTED, workers));
    }
  }

  private void giveUp(Fact.GivenUp fact) {
    int offset = (int) (fact.first() - scope.first());
    Slice slice = open.get(offset);
    if (slice != null && slice.count() == fact.count()) {
      slice.become(SliceState.Event.GIVEN_UP);
      open.remove(offset);
      slice.hidden().forEach(vote -> vote.become(LeaseState.Event.CANCEL));
      releaseAllowance(slice);
      shareAnswers(slice);
      changed.add(slice);
    } else if (!fresh.take(offset, fact.count())) {
      throw new IllegalStateException(
          "tasks " + fact.first() + "+" + fact.count() + " are decided and cannot be given up");
    }
    budget.ifPresent(all -> all.giveUp(fact.count()));
    decisions.giveUp(offset, fact.count(), fact.reason());
    deviations.add(deviation(offset, fact.count(), Deviation.Kind.GIVEN_UP, List.of()));
  }

  private Deviation deviation(int offset, int count, Deviation.Kind kind, List<Address> workers) {
    return new Deviation(scope.first() + offset, count, kind, workers);
  }

  /** A fact of tasks that are given up now. */
  Fact.GivenUp givingUp(int offset, int count, GiveUpReason reason, Instant at) {
    return new Fact.GivenUp(nextSequence(), at, scope.first() + offset, count, reason);
  }
}
