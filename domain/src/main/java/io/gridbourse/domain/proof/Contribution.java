package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** A worker's sealed answer to the tasks of a lease, and what it showed. */
final class Contribution {
  private final Fact.Committed commit;
  private final int offset;
  private LeaseState state = LeaseState.SEALED;
  private @Nullable PackedDigests digests;
  private @Nullable PackedDigests own;
  private RoaringBitmap refused = new RoaringBitmap();
  private RoaringBitmap passed = new RoaringBitmap();
  private Set<Integer> failed = Set.of();
  private boolean keepsResults;
  private Instant revealBy = Instant.MAX;
  private boolean isVoid;

  /**
   * @param offset of the lease's first task in the partition
   */
  Contribution(Fact.Committed commit, int offset) {
    this.commit = commit;
    this.offset = offset;
  }

  Fact.Committed commit() {
    return commit;
  }

  Address worker() {
    return commit.worker();
  }

  long weight() {
    return commit.weight();
  }

  LeaseState state() {
    return state;
  }

  void become(LeaseState.Event event) {
    state = Transitions.next(state, event, commit.lease());
  }

  /** Asks the worker to show its answers until then, if it was not asked yet. */
  void askIfSealed(Instant until) {
    if (state == LeaseState.SEALED) {
      become(LeaseState.Event.ASK);
      revealBy = until;
    }
  }

  /** Asks for the answers to a check: it waits for nobody. */
  void askIfCheck(Instant until) {
    if (isCheck()) {
      askIfSealed(until);
    }
  }

  /** Gives it time while answers are looked at that fit what it committed to. */
  void lookUntil(Bytes32 root, Instant until) {
    if (state == LeaseState.ASKED && commit.root().equals(root) && revealBy.isBefore(until)) {
      revealBy = until;
    }
  }

  /** Whether its answers are wanted no more. */
  boolean isOver() {
    return state == LeaseState.SILENT || state == LeaseState.CANCELLED;
  }

  /** Until when the worker may show its answers, if it was asked. */
  Instant revealBy() {
    return revealBy;
  }

  /** Keeps no copy of its own of answers that are those of another vote on the same tasks. */
  void shareAnswers(Contribution other) {
    int count = commit.count();
    boolean isSameRange = other.offset == offset && other.commit.count() == count;
    PackedDigests theirs = other.digests;
    PackedDigests counted = digests;
    if (!isSameRange || theirs == null || counted == null || !counted.sameAs(0, theirs, 0, count)) {
      return;
    }
    digests = theirs;
    if (gave(theirs, offset, count)) {
      own = theirs;
    }
  }

  boolean isHidden() {
    return state == LeaseState.SEALED || state == LeaseState.ASKED;
  }

  boolean isRevealed() {
    return state == LeaseState.REVEALED;
  }

  void show(Fact.Revealed reveal) {
    become(LeaseState.Event.REVEAL);
    own = reveal.digests();
    digests = reveal.counted().orElse(reveal.digests());
    refused = reveal.refused();
    passed = reveal.passed();
    keepsResults = reveal.results().length > 0;
    if (!reveal.failures().isEmpty()) {
      failed = new HashSet<>();
      reveal.failures().forEach(each -> failed.add((int) (each.index() - commit.first())));
    }
  }

  /** The worker was caught: its vote counts for nothing. */
  void makeVoid() {
    isVoid = true;
  }

  boolean isVoid() {
    return isVoid;
  }

  /** Whether the answers are known already, so that it is no vote. */
  boolean isCheck() {
    return commit.isCheck();
  }

  /** Whether these are the very answers that it gave, from a task on. */
  boolean gave(PackedDigests others, int taskOffset, int length) {
    return own != null && own.sameAs(taskOffset - offset, others, 0, length);
  }

  /** The digests by which the answers of a contribution that was revealed are counted. */
  PackedDigests shown() {
    PackedDigests shown = digests;
    if (shown == null) {
      throw new IllegalStateException(commit.lease() + " has not shown its answers");
    }
    return shown;
  }

  boolean keepsResults() {
    return keepsResults;
  }

  /** Whether it gives the same answers as another one to {@code length} tasks from there on. */
  boolean agrees(Contribution other, int taskOffset, int length) {
    return shown().sameAs(taskOffset - offset, other.shown(), taskOffset - other.offset, length);
  }

  int offset() {
    return offset;
  }

  /** What a checker said of the answer to a task. */
  Vote.Check checkAt(int taskOffset) {
    int at = taskOffset - offset;
    if (refused.contains(at)) {
      return Vote.Check.FAILED;
    }
    return passed.contains(at) ? Vote.Check.PASSED : Vote.Check.NONE;
  }

  /** Whether a checker refused none of these tasks, and said the same of all. */
  boolean isCheckedAlike(int taskOffset, int length) {
    long from = (long) taskOffset - offset;
    return !refused.intersects(from, from + length)
        && (passed.isEmpty()
            || passed.contains(from, from + length)
            || !passed.intersects(from, from + length));
  }

  /** How many of these tasks the program failed. */
  int failuresWithin(int taskOffset, int length) {
    if (failed.isEmpty()) {
      return 0;
    }
    int from = taskOffset - offset;
    return (int) failed.stream().filter(at -> at >= from && at < from + length).count();
  }

  /** Shows each task among these that the program failed, by its offset in the partition. */
  void failuresWithin(int taskOffset, int length, IntConsumer visitor) {
    int from = taskOffset - offset;
    failed.stream()
        .filter(at -> at >= from && at < from + length)
        .forEach(at -> visitor.accept(at + offset));
  }

  int position(int taskOffset) {
    return taskOffset - offset;
  }
}
