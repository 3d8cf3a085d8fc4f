package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Bytes32;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is decided in a partition: certified ranges, ranges that were given up, and the ballots. A
 * certified range refers to the digests of a contribution that won it; nothing is kept per task.
 */
final class Decisions {
  private final TreeMap<Integer, Certified> certified = new TreeMap<>();
  private final TreeMap<Integer, GivenUpRange> givenUp = new TreeMap<>();
  private final Map<BallotPattern, Integer> ballots = new LinkedHashMap<>();
  private int certifiedTasks;
  private int failureTasks;
  private int givenUpTasks;

  /** Tasks whose answer is certified. */
  record Certified(int offset, int count, Contribution winner) {}

  /** Tasks that end without an answer. */
  record GivenUpRange(int offset, int count, GiveUpReason reason) {}

  void certify(SliceVerdict.Run.Decided run) {
    run.winner().win();
    certified.put(run.offset(), new Certified(run.offset(), run.count(), run.winner()));
    ballots.merge(run.ballot(), run.count(), Integer::sum);
    certifiedTasks += run.count();
    failureTasks += run.winner().failuresWithin(run.offset(), run.count());
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
