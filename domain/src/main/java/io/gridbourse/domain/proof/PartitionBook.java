package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The state of one partition: which tasks are fresh, leased, sealed, disputed and decided, as
 * ranges. It grants leases and admits answers, deterministically: the same calls give the same
 * book. What must outlive the process comes out as {@link Fact}s, and {@link #restore} makes the
 * book of them again.
 *
 * <p>Not safe for use by several threads: its owner locks it.
 */
public final class PartitionBook {
  private final PartitionScope scope;
  private final BookRules rules;
  private final long epoch;
  private final BookState state;
  private final LeaseDesk desk;
  private final Set<LeaseId> hidden = new LinkedHashSet<>();
  private final List<Fact> facts = new ArrayList<>();
  private final List<Deviation> deviations = new ArrayList<>();
  private final BookEntries entries;

  /**
   * An empty book.
   *
   * @param epoch of the ownership under which leases are granted
   */
  public PartitionBook(PartitionScope scope, BookRules rules, long epoch) {
    this.scope = scope;
    this.rules = rules;
    this.epoch = epoch;
    this.state = new BookState(scope, rules);
    this.entries = new BookEntries(scope);
    this.desk = new LeaseDesk(epoch, rules, state, this::newLease, this::record, entries);
  }

  /**
   * A worker that asks for a lease.
   *
   * @param weight of its vote in this deal
   * @param standing what is known of it
   * @param companions whom it may share tasks with
   */
  public record Candidate(Address worker, long weight, Standing standing, Companions companions) {
    /** A worker of which nothing more is known. */
    public Candidate(Address worker, long weight) {
      this(worker, weight, Standing.NEW, Companions.ANYBODY);
    }
  }

  /**
   * How large a lease should be.
   *
   * @param target tasks that suit the lease's time
   * @param max tasks that it may have at most, by pledge and limits
   * @param grace time that every lease gets
   * @param perTask further time for each task
   */
  public record Wish(int target, int max, Duration grace, Duration perTask) {}

  /** A lease as the worker sees it. */
  public record Grant(
      LeaseId lease,
      long fence,
      long first,
      int count,
      boolean sealed,
      Instant expires,
      CommitmentLink before) {}

  /**
   * A worker's commitment to the answers of a lease; its signature was verified.
   *
   * @param taskMillis computing time of all tasks together
   */
  public record Commitment(
      LeaseId lease, Address worker, Bytes32 root, CommitmentLink link, double taskMillis) {}

  /**
   * A worker's answers; form and digests were verified.
   *
   * @param root of the seals over the digests
   * @param judged what was found by looking at the results
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(
      LeaseId lease,
      Address worker,
      Bytes32 root,
      PackedDigests digests,
      byte[] results,
      List<TaskFailure> failures,
      Judged judged) {}

  /** What came out of the calls since the last look. */
  public record Changes(List<Fact> facts, List<Deviation> deviations, List<Entry> entries) {
    /** Whether there is nothing to store. */
    public boolean isEmpty() {
      return facts.isEmpty() && deviations.isEmpty() && entries.isEmpty();
    }
  }

  /**
   * The book that these facts make, in the order of their sequence. Leases are forgotten: who still
   * works on one is told so.
   */
  public static PartitionBook restore(
      PartitionScope scope, BookRules rules, long epoch, List<Fact> facts) {
    PartitionBook book = new PartitionBook(scope, rules, epoch);
    facts.forEach(book::replay);
    book.hidden.removeIf(lease -> !book.contribution(lease).isHidden());
    book.state.takeDeviations();
    return book;
  }

  /** Asks for what is ripe after a restart. */
  public void resume(Instant now) {
    settle(now);
  }

  /** The tasks of the partition. */
  public PartitionScope scope() {
    return scope;
  }

  /** Whether no task is open any more. */
  public boolean isDecided() {
    return state.fresh().isEmpty() && state.open().isEmpty();
  }

  /** Facts and deviations to store, and entries for the record, each handed over once. */
  public Changes drain() {
    Changes changes = new Changes(List.copyOf(facts), List.copyOf(deviations), entries.take());
    facts.clear();
    deviations.clear();
    return changes;
  }

  /** Leases a slice to a worker, if there is one for it: slices that wait for votes come first. */
  public Optional<Grant> grant(Candidate candidate, Wish wish, Instant now) {
    return desk.grant(candidate, wish, now).map(this::granted);
  }

  /**
   * Leases a copy of a slice that others work on, if {@code wanted} takes one of them. The copy's
   * answer is a vote like any other; the leases that it makes useless end without blame.
   */
  public Optional<Grant> duplicate(
      Candidate candidate, Wish wish, Predicate<Straggler> wanted, Instant now) {
    return desk.duplicate(candidate, wish, wanted, now).map(this::granted);
  }

  /** Admits a sealed answer. */
  public Admission commit(Commitment commitment, Instant now) {
    if (!rules.isSealed()) {
      return Admission.NOT_COMMITTED;
    }
    Admission admission = admit(commitment);
    if (admission == Admission.ACCEPTED) {
      accept(commitment, LeaseState.Event.COMMIT, now);
      settle(now);
    }
    return admission;
  }

  /** Admits commitment and answers at once, which trust 1 allows. */
  public Admission answer(Commitment commitment, Answer answer, Instant now) {
    if (rules.isSealed()) {
      return Admission.LEASE_STALE;
    }
    Admission admission = admit(commitment);
    if (admission != Admission.ACCEPTED) {
      return admission;
    }
    if (!answer.root().equals(commitment.root())) {
      refuse(commitment.lease(), commitment.worker(), now);
      return Admission.ROOT_MISMATCH;
    }
    accept(commitment, LeaseState.Event.ANSWER, now);
    show(answer, now);
    settle(now);
    return Admission.ACCEPTED;
  }

  /** Admits the answers of a sealed lease. Answers that do not fit the seal count as silence. */
  public Admission reveal(Answer answer, Instant now) {
    Contribution contribution = state.contributions().get(answer.lease());
    if (contribution == null) {
      boolean isLeased = desk.find(answer.lease(), answer.worker()).isPresent();
      return isLeased ? Admission.NOT_COMMITTED : Admission.LEASE_STALE;
    }
    if (contribution.isOver() || !contribution.worker().equals(answer.worker())) {
      return Admission.LEASE_STALE;
    }
    if (contribution.commit().root().equals(answer.root())) {
      return showOnce(contribution, answer, now);
    }
    if (contribution.isHidden()) {
      silence(contribution, now);
      settle(now);
    }
    return Admission.ROOT_MISMATCH;
  }

  /** Answers are looked at, until then at most: who showed them is not silent meanwhile. */
  public void lookAt(LeaseId id, Bytes32 root, Instant until) {
    Optional.ofNullable(state.contributions().get(id)).ifPresent(it -> it.lookUntil(root, until));
  }

  private Admission showOnce(Contribution contribution, Answer answer, Instant now) {
    if (contribution.isRevealed()) {
      return Admission.REPEATED;
    }
    if (contribution.state() == LeaseState.SEALED) {
      return Admission.NOT_ASKED;
    }
    show(answer, now);
    settle(now);
    return Admission.ACCEPTED;
  }

  /**
   * Takes a lease back undone.
   *
   * @param isFault whether it counts as an attempt
   */
  public Admission giveBack(LeaseId id, Address worker, boolean isFault, Instant now) {
    return end(id, worker, LeaseState.Event.RETURN, isFault, now);
  }

  /** Takes a lease away from a worker whose message about it was wrong. */
  public Admission refuse(LeaseId id, Address worker, Instant now) {
    return end(id, worker, LeaseState.Event.REFUSE, true, now);
  }

  private Admission end(
      LeaseId id, Address worker, LeaseState.Event event, boolean isFault, Instant now) {
    Optional<Lease> found = desk.find(id, worker);
    found.ifPresent(
        lease -> {
          // A lease that expired has been counted as a fault already.
          if (isFault && lease.state() == LeaseState.GRANTED) {
            lease.slice().fault();
          }
          desk.end(lease, event, now);
          desk.tend(lease.slice(), now);
          settle(now);
        });
    return found.isPresent() ? Admission.ACCEPTED : Admission.LEASE_STALE;
  }

  /** Ends what is over at {@code now}: leases, and requests to reveal. */
  public void expire(Instant now) {
    desk.granted(lease -> !lease.expires().isAfter(now)).forEach(lease -> desk.lapse(lease, now));
    hidden.stream()
        .map(this::contribution)
        .filter(each -> each.state() == LeaseState.ASKED && !each.revealBy().isAfter(now))
        .toList()
        .forEach(contribution -> silence(contribution, now));
    settle(now);
  }

  /** Gives the tasks that a lost worker runs to others. What it sealed it may still reveal. */
  public void loseWorker(Address worker, Instant now) {
    desk.granted(lease -> lease.worker().equals(worker)).forEach(lease -> desk.lapse(lease, now));
    settle(now);
  }

  /**
   * Takes back leases that a worker does not know of, because the answer that granted them never
   * arrived or because it started anew.
   *
   * @param grantedBefore leases granted later may still be on their way
   */
  public void dropUnknown(
      Address worker, Set<LeaseId> holding, Instant grantedBefore, Instant now) {
    desk.granted(
            lease ->
                lease.worker().equals(worker)
                    && !holding.contains(lease.id())
                    && lease.grantedAt().isBefore(grantedBefore))
        .forEach(lease -> giveBack(lease.id(), worker, false, now));
  }

  /** Gives all open tasks up. */
  public void giveUp(GiveUpReason reason, Instant now) {
    List.copyOf(state.open().values())
        .forEach(slice -> record(state.givingUp(slice.offset(), slice.count(), reason, now)));
    for (Optional<int[]> range = state.fresh().first();
        range.isPresent();
        range = state.fresh().first()) {
      record(state.givingUp(range.get()[0], range.get()[1], reason, now));
    }
    settle(now);
  }

  /** Leases whose answers a worker shall show now. */
  public List<LeaseId> asked(Address worker) {
    return hidden.stream()
        .map(this::contribution)
        .filter(each -> each.state() == LeaseState.ASKED && each.worker().equals(worker))
        .map(each -> each.commit().lease())
        .toList();
  }

  /** Whether a worker should go on with a lease, or keep its sealed answers. */
  public boolean isUseful(LeaseId id, Address worker) {
    if (desk.find(id, worker).isPresent()) {
      return true;
    }
    Contribution contribution = state.contributions().get(id);
    return contribution != null && contribution.isHidden() && contribution.worker().equals(worker);
  }

  /** The deal's terms of a lease that a message is about: its first task and their number. */
  public Optional<Grant> find(LeaseId id, Address worker) {
    Optional<Grant> lease = desk.find(id, worker).map(this::granted);
    if (lease.isPresent()) {
      return lease;
    }
    Contribution contribution = state.contributions().get(id);
    if (contribution == null || !contribution.worker().equals(worker)) {
      return Optional.empty();
    }
    Fact.Committed commit = contribution.commit();
    return Optional.of(
        new Grant(
            id,
            id.epoch(),
            commit.first(),
            commit.count(),
            rules.isSealed(),
            contribution.revealBy(),
            state.chain(worker)));
  }

  /** What the book says, for people and for the ledger. */
  public BookReport report() {
    return new BookReport(scope, state, desk.leases());
  }

  /** Tasks that a worker has under lease or has committed to, checks of known answers left out. */
  public long tasksAtRisk(Address worker) {
    return report().tasksAtRisk(worker);
  }

  /** Whether some worker could be leased something. */
  public boolean hasWork() {
    return !state.fresh().isEmpty() || desk.wantsWorkers();
  }

  /** Tasks that no slice holds. */
  public int freshTasks() {
    return state.fresh().tasks();
  }

  private Lease newLease(long number, Candidate candidate, Slice slice, Lease.Times times) {
    LeaseId id = new LeaseId(scope.bag(), scope.number(), epoch, number);
    return new Lease(id, candidate, slice, scope.first() + slice.offset(), times);
  }

  private Grant granted(Lease lease) {
    Slice slice = lease.slice();
    return new Grant(
        lease.id(),
        lease.id().epoch(),
        scope.first() + slice.offset(),
        slice.count(),
        rules.isSealed(),
        lease.expires(),
        state.chain(lease.worker()));
  }

  private Admission admit(Commitment commitment) {
    Contribution known = state.contributions().get(commitment.lease());
    if (known != null) {
      if (!known.worker().equals(commitment.worker())) {
        return Admission.LEASE_STALE;
      }
      boolean same = known.commit().root().equals(commitment.root());
      return same ? Admission.REPEATED : Admission.ROOT_CONFLICT;
    }
    Lease lease = desk.find(commitment.lease(), commitment.worker()).orElse(null);
    if (lease == null
        || lease.slice().state() != SliceState.COLLECTING
        || lease.slice().votes().size() >= PocoRule.VOTES_PER_TASK_MAX) {
      return Admission.LEASE_STALE;
    }
    CommitmentLink before = state.chain(commitment.worker());
    return before.leadsTo(commitment.link(), lease.slice().count(), commitment.root())
        ? Admission.ACCEPTED
        : Admission.COMMITMENT_STALE;
  }

  private void accept(Commitment commitment, LeaseState.Event event, Instant now) {
    Lease lease = desk.find(commitment.lease(), commitment.worker()).orElseThrow();
    desk.end(lease, event, now);
    hidden.add(lease.id());
    Slice slice = lease.slice();
    record(
        new Fact.Committed(
            state.nextSequence(),
            now,
            lease.id(),
            lease.worker(),
            Optional.of(lease.grantedAt()),
            lease.weight(),
            lease.standing(),
            slice.isCheck(),
            scope.first() + slice.offset(),
            slice.count(),
            commitment.root(),
            commitment.link(),
            commitment.taskMillis(),
            state.allowanceOf(slice)));
  }

  private void show(Answer answer, Instant now) {
    hidden.remove(answer.lease());
    Contribution vote = contribution(answer.lease());
    boolean isKept = vote.isCheck() || state.sliceOf(vote).keepsResultsOf(answer.digests());
    record(
        new Fact.Revealed(
            state.nextSequence(),
            now,
            answer.lease(),
            answer.digests(),
            answer.judged().counted(),
            isKept ? new byte[0] : answer.results(),
            answer.failures(),
            answer.judged().refused(),
            answer.judged().passed(),
            answer.judged().samples()));
    state
        .passed(vote)
        .ifPresent(is -> found(Optional.of(answer.lease()), answer.worker(), is, now));
  }

  /** Hears that a worker answered wrongly elsewhere: its votes here are void too. */
  public void caught(Address worker, Instant now) {
    if (tasksAtRisk(worker) + state.chain(worker).tasks() > 0 && !state.isCaught(worker)) {
      found(Optional.empty(), worker, false, now);
      settle(now);
    }
  }

  private void found(Optional<LeaseId> check, Address worker, boolean isPassed, Instant now) {
    record(state.finding(check, worker, isPassed, now));
    if (!isPassed) {
      desk.expel(now);
    }
  }

  private void silence(Contribution contribution, Instant now) {
    hidden.remove(contribution.commit().lease());
    record(new Fact.Silenced(state.nextSequence(), now, contribution.commit().lease()));
  }

  private Contribution contribution(LeaseId id) {
    return Optional.ofNullable(state.contributions().get(id)).orElseThrow();
  }

  private void record(Fact fact) {
    facts.add(fact);
    entries.note(fact, this::contribution);
    state.apply(fact);
  }

  private void replay(Fact fact) {
    state.apply(fact);
    if (fact instanceof Fact.Committed committed) {
      hidden.add(committed.lease());
    }
  }

  /** Draws the consequences of what was recorded, until there are none. */
  private void settle(Instant now) {
    desk.tendChanged(now);
    if (rules.checks().isPresent()) {
      // As of a slice with enough votes, which a worker cannot tell it from.
      hidden.forEach(lease -> contribution(lease).askIfCheck(now.plus(rules.revealWithin())));
    }
    hidden.removeIf(lease -> !contribution(lease).isHidden());
    List<Deviation> found = state.takeDeviations();
    found.forEach(deviation -> entries.deviated(deviation, now));
    deviations.addAll(found);
  }
}
