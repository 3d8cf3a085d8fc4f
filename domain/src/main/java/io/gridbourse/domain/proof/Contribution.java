package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Address;
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
  private RoaringBitmap refused = new RoaringBitmap();
  private Set<Integer> failed = Set.of();
  private boolean keepsResults;
  private Instant revealBy = Instant.MAX;
  private int uses;
  private boolean isWinner;

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

  /** Asks the worker to show its answers until then. */
  void ask(Instant until) {
    become(LeaseState.Event.ASK);
    revealBy = until;
  }

  /** Until when the worker may show its answers, if it was asked. */
  Instant revealBy() {
    return revealBy;
  }

  /** An open slice counts its vote. */
  void use() {
    uses++;
  }

  /** A slice that counted its vote has ended; the last one lets go of answers that did not win. */
  void release() {
    uses--;
    if (uses == 0 && !isWinner) {
      digests = null;
    }
  }

  /** Its digests are those of a certified range: they are kept. */
  void win() {
    isWinner = true;
  }

  boolean isHidden() {
    return state == LeaseState.SEALED || state == LeaseState.ASKED;
  }

  boolean isRevealed() {
    return state == LeaseState.REVEALED;
  }

  void show(Fact.Revealed reveal) {
    become(LeaseState.Event.REVEAL);
    digests = reveal.digests();
    refused = reveal.refused();
    keepsResults = reveal.results().length > 0;
    if (!reveal.failures().isEmpty()) {
      failed = new HashSet<>();
      reveal.failures().forEach(each -> failed.add((int) (each.index() - commit.first())));
    }
  }

  /** The digests of a contribution that was revealed. */
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

  boolean isRefusedAt(int taskOffset) {
    return refused.contains(taskOffset - offset);
  }

  /** Whether a checker refused none of these tasks. */
  boolean isRefusedNowhere(int taskOffset, int length) {
    long from = (long) taskOffset - offset;
    return !refused.intersects(from, from + length);
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
