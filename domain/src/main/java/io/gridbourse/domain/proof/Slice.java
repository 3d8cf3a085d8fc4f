package io.gridbourse.domain.proof;

import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
   */
  record Strength(BigInteger best, BigInteger others) {
    static final Strength NONE = new Strength(BigInteger.ZERO, BigInteger.ZERO);

    boolean needsMore(List<Long> pending, Trust trust) {
      BigInteger expected = best;
      for (long weight : pending) {
        expected = PocoRule.joined(expected, weight);
      }
      return PocoRule.needsMore(expected, others.add(expected), trust);
    }
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
        .anyMatch(
            vote ->
                vote.keepsResults()
                    && vote.shown().sameAs(vote.position(offset), digests, 0, count));
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

  /** Faults of the slice it was split off. */
  Slice withFaultsOf(Slice parent) {
    faults = parent.faults;
    return this;
  }

  void standAt(Set<Strength> found) {
    strengths = found;
  }

  /** Whether what is sealed reaches the trust, if it agrees with the best of what is known. */
  boolean hasEnoughSealed(Trust trust) {
    List<Long> pending = hidden().stream().map(Contribution::weight).toList();
    return !pending.isEmpty()
        && strengths.stream().noneMatch(each -> each.needsMore(pending, trust));
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
  boolean wantsWorker(Trust trust) {
    if (state != SliceState.COLLECTING || votes.size() >= PocoRule.VOTES_PER_TASK_MAX) {
      return false;
    }
    List<Long> pending = new ArrayList<>();
    hidden().forEach(vote -> pending.add(vote.weight()));
    leases.stream()
        .filter(lease -> lease.state() == LeaseState.GRANTED)
        .forEach(lease -> pending.add(lease.weight()));
    return strengths.stream().anyMatch(each -> each.needsMore(pending, trust));
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
