package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is decided in a partition: certified ranges, ranges that were given up, and the ballots. A
 * certified range refers to the digests of a contribution that won it; nothing is kept per task.
 */
final class Decisions {
  /** Votes of one mind from which an answer is known well enough to check others by it. */
  private static final int KNOWN_BY = 3;

  private final TreeMap<Integer, Certified> certified = new TreeMap<>();
  private final TreeMap<Integer, GivenUpRange> givenUp = new TreeMap<>();
  private final Map<BallotPattern, Integer> ballots = new LinkedHashMap<>();
  private int certifiedTasks;
  private int failureTasks;
  private int givenUpTasks;

  /**
   * Tasks whose answer is certified.
   *
   * @param allowance the bound that their certificates might have stated at most
   * @param bound that they state
   */
  record Certified(
      int offset,
      int count,
      Contribution winner,
      BallotPattern ballot,
      List<Contribution> votes,
      double allowance,
      double bound) {
    /**
     * Whether who answers otherwise is wrong: several were of one mind, and nobody of another. Two
     * would not do, for two that agree to lie could then get honest workers caught.
     */
    boolean isKnown() {
      return ballot.accepted().size() >= KNOWN_BY && !ballot.hasLosers();
    }
  }

  /** Tasks that end without an answer. */
  record GivenUpRange(int offset, int count, GiveUpReason reason) {}

  /**
   * Certifies a run.
   *
   * @param votes all that were given on it
   * @param allowance the bound that its certificates may state at most
   */
  void certify(SliceVerdict.Run.Decided run, List<Contribution> votes, double allowance) {
    certified.put(
        run.offset(),
        new Certified(
            run.offset(), run.count(), run.winner(), run.ballot(), votes, allowance, run.bound()));
    ballots.merge(run.ballot(), run.count(), Integer::sum);
    certifiedTasks += run.count();
    failureTasks += run.winner().failuresWithin(run.offset(), run.count());
  }

  /** What a worker's votes helped to certify. */
  List<Certified> carriedBy(Address worker) {
    return certified.values().stream()
        .filter(range -> range.ballot().accepted().contains(worker))
        .toList();
  }

  /** Takes back what a worker's votes helped to certify: those ranges are not decided any more. */
  List<Certified> reopen(Address worker) {
    List<Certified> ranges = carriedBy(worker);
    for (Certified range : ranges) {
      certified.remove(range.offset());
      ballots.computeIfPresent(
          range.ballot(), (ballot, tasks) -> tasks == range.count() ? null : tasks - range.count());
      certifiedTasks -= range.count();
      failureTasks -= range.winner().failuresWithin(range.offset(), range.count());
    }
    return ranges;
  }

  /** Ranges whose answers are known, of those that fit. */
  List<Certified> known(Predicate<Certified> filter) {
    return certified.values().stream().filter(Certified::isKnown).filter(filter).toList();
  }

  void giveUp(int offset, int count, GiveUpReason reason) {
    givenUp.put(offset, new GivenUpRange(offset, count, reason));
    givenUpTasks += count;
  }

  int certifiedTasks() {
    return certifiedTasks;
  }

  /** Certified tasks whose program failed. */
  int failureTasks() {
    return failureTasks;
  }

  int givenUpTasks() {
    return givenUpTasks;
  }

  int ballotPatterns() {
    return ballots.size();
  }

  /** Whether the ledger takes a ballot: it is there already, or there is room for one more. */
  boolean hasRoomFor(BallotPattern ballot) {
    return ballots.size() < PocoRule.BALLOTS_MAX || ballots.containsKey(ballot);
  }

  Map<BallotPattern, Integer> ballots() {
    return ballots;
  }

  Iterable<Certified> certified() {
    return certified.values();
  }

  Iterable<GivenUpRange> givenUp() {
    return givenUp.values();
  }

  /** The certified digest of a task. */
  Optional<Bytes32> digestAt(int offset) {
    Map.Entry<Integer, Certified> range = certified.floorEntry(offset);
    if (range == null || offset >= range.getKey() + range.getValue().count()) {
      return Optional.empty();
    }
    Contribution winner = range.getValue().winner();
    return Optional.of(winner.shown().at(winner.position(offset)));
  }

  /** Goes over all certified tasks in order. */
  void eachResultHash(PartitionScope scope, LeafVisitor visitor) {
    Seals.ResultHashes hashes = new Seals.ResultHashes(scope.deal());
    for (Certified range : certified.values()) {
      PackedDigests digests = range.winner().shown();
      for (int i = 0; i < range.count(); i++) {
        int offset = range.offset() + i;
        visitor.leaf(
            offset,
            hashes.next(
                scope.botFirst() + scope.first() + offset,
                digests,
                range.winner().position(offset)));
      }
    }
  }

  /** Receives the result hash of a task; the array is valid during the call. */
  interface LeafVisitor {
    void leaf(int offset, byte[] hash);
  }
}
