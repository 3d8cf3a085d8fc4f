package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.ladder.Rung;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.value.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A contiguous range of tasks with the same voters, not decided yet: the unit that is leased,
 * sealed and compared.
 */
final class Slice {
  private final int offset;
  private final int count;
  private final List<Contribution> votes;
  private final List<Lease> leases = new ArrayList<>();
  private Set<Strength> strengths = Set.of(Strength.NONE);
  private int faults;
  private Instant wantedSince = Instant.MAX;
  private boolean isUnaffordable;
  private boolean isCheck;
  private OptionalDouble allowance = OptionalDouble.empty();
  private SliceState state = SliceState.COLLECTING;

  /**
   * @param offset of its first task in the partition
   * @param votes given before it was split off
   */
  Slice(int offset, int count, List<Contribution> votes) {
    this.offset = offset;
    this.count = count;
    this.votes = new ArrayList<>(votes);
  }

  /**
   * How the votes on some of its tasks stand.
   *
   * @param best weight of the heaviest group that may win
   * @param others weight of all other groups together
   * @param votes that count, where rungs judge them; answers are numbers of groups
   * @param leader the group that further votes are expected to agree with
   */
  record Strength(BigInteger best, BigInteger others, List<Vote<Integer>> votes, int leader) {
    static final Strength NONE = new Strength(BigInteger.ZERO, BigInteger.ZERO, List.of(), 0);

    boolean needsMore(List<Backer> pending, Demand demand, long firstTask) {
      BigInteger expected = best;
      for (Backer each : pending) {
        expected = PocoRule.joined(expected, each.weight());
      }
      return PocoRule.needsMore(expected, others.add(expected), demand.trust())
          || demand.rungFor(firstTask).filter(rung -> isOpen(rung, pending)).isPresent();
    }

    private boolean isOpen(Rung rung, List<Backer> pending) {
      List<Vote<Integer>> expected = new ArrayList<>(votes);
      for (Backer each : pending) {
        expected.add(new Vote<>(each.worker().hex(), leader, each.standing(), Vote.Check.PASSED));
      }
      return rung.judge(expected).certificate().isEmpty();
    }
  }

  /** Somebody who works on it or has sealed an answer, and is expected to agree with the best. */
  record Backer(Address worker, long weight, Standing standing) {}

  /** Tasks whose answers are known already; a lease of them is a check. */
  static Slice check(int offset, int count) {
    Slice slice = new Slice(offset, count, List.of());
    slice.isCheck = true;
    return slice;
  }

  boolean isCheck() {
    return isCheck;
  }

  int offset() {
    return offset;
  }

  int count() {
    return count;
  }

  int end() {
    return offset + count;
  }

  SliceState state() {
    return state;
  }

  void become(SliceState.Event event) {
    state = Transitions.next(state, event, this);
  }

  List<Contribution> votes() {
    return votes;
  }

  List<Contribution> revealed() {
    return votes.stream().filter(Contribution::isRevealed).toList();
  }

  List<Contribution> silent() {
    return votes.stream().filter(vote -> vote.state() == LeaseState.SILENT).toList();
  }

  List<Contribution> hidden() {
    return votes.stream().filter(Contribution::isHidden).toList();
  }

  /** Leases that were granted and neither answered nor given back; expired ones included. */
  List<Lease> leases() {
    return leases;
  }

  boolean isLeased() {
    return leases.stream().anyMatch(lease -> lease.state() == LeaseState.GRANTED);
  }

  /** Whether a revealed vote has these very answers and keeps the results. */
  boolean keepsResultsOf(PackedDigests digests) {
    return revealed().stream()
        .anyMatch(vote -> vote.keepsResults() && vote.gave(digests, offset, count));
  }

  /** Whether nobody works on it and nobody was asked to reveal. */
  boolean isIdle() {
    return !isLeased() && votes.stream().noneMatch(vote -> vote.state() == LeaseState.ASKED);
  }

  void fault() {
    faults++;
  }

  int faults() {
    return faults;
  }

  /** Faults and allowance of the slice it was split off. */
  Slice likeParent(Slice parent) {
    faults = parent.faults;
    allowance = parent.allowance;
    return this;
  }

  /** The bound that certificates of its tasks may state, once it is allotted. */
  OptionalDouble allowance() {
    return allowance;
  }

  void allow(OptionalDouble bound) {
    allowance = bound;
  }

  void standAt(Set<Strength> found) {
    strengths = found;
  }

  /** Whether what is sealed reaches the trust, if it agrees with the best of what is known. */
  boolean hasEnoughSealed(Demand demand) {
    List<Backer> pending = hidden().stream().map(Slice::backer).toList();
    return !pending.isEmpty() && !needsMore(pending, demand);
  }

  private boolean needsMore(List<Backer> pending, Demand demand) {
    long firstTask = firstTask();
    return strengths.stream().anyMatch(each -> each.needsMore(pending, demand, firstTask));
  }

  /** Index of the first task of the lease with its first vote; 0 without any vote or lease. */
  long firstTask() {
    if (!votes.isEmpty()) {
      return votes.get(0).commit().first();
    }
    return leases.isEmpty() ? 0 : leases.get(0).firstTask();
  }

  private static Backer backer(Contribution vote) {
    return new Backer(vote.worker(), vote.weight(), vote.commit().standing());
  }

  /** Those who voted and those who work on it. */
  Set<Address> voters() {
    Set<Address> voters = new HashSet<>();
    votes.forEach(vote -> voters.add(vote.worker()));
    leases.stream()
        .filter(lease -> lease.state() == LeaseState.GRANTED)
        .forEach(lease -> voters.add(lease.worker()));
    return voters;
  }

  /** Notes that it wants a worker; what it wants already, it has wanted for longer. */
  void want(Instant now) {
    if (wantedSince.isAfter(now)) {
      wantedSince = now;
    }
  }

  /** Notes that it wants nobody. */
  void wantNobody() {
    wantedSince = Instant.MAX;
  }

  /** Since when it has wanted a worker. */
  Instant wantedSince() {
    return wantedSince;
  }

  /** Notes that its votes would need one ballot more than the ledger takes. */
  void unaffordable() {
    isUnaffordable = true;
  }

  boolean isUnaffordable() {
    return isUnaffordable;
  }

  /** Whether another worker is needed, if all who work on it or sealed an answer agree. */
  boolean wantsWorker(Demand demand) {
    if (state != SliceState.COLLECTING || votes.size() >= PocoRule.VOTES_PER_TASK_MAX) {
      return false;
    }
    List<Backer> pending = new ArrayList<>();
    hidden().forEach(vote -> pending.add(backer(vote)));
    leases.stream()
        .filter(lease -> lease.state() == LeaseState.GRANTED)
        .forEach(
            lease -> pending.add(new Backer(lease.worker(), lease.weight(), lease.standing())));
    return needsMore(pending, demand);
  }

  /** Whether a worker may still vote: it has not done so, and does not work on it. */
  boolean isOpenTo(Address worker) {
    return votes.stream().noneMatch(vote -> vote.worker().equals(worker))
        && leases.stream()
            .noneMatch(
                lease -> lease.state() == LeaseState.GRANTED && lease.worker().equals(worker));
  }

  @Override
  public String toString() {
    return "slice " + offset + "+" + count;
  }
}
