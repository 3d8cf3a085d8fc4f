package io.gridbourse.worker.agent;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.outcome.Answers;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A lease that this worker holds. Guarded by the book that it is in. */
final class HeldLease {
  private final String id;
  private final long fence;
  private final DealId deal;
  private final int partition;
  private final boolean sealed;
  private final Cancellation cancellation = new Cancellation();
  private LeaseStage stage = LeaseStage.RUNNING;
  private Answers answers;
  private Bytes32 root = Bytes32.ZERO;
  private double taskMillis;
  private OptionalDouble joules = OptionalDouble.empty();
  private WorkerWire.Return handBack;
  private long botFirst;
  private OptionalLong stopBy = OptionalLong.empty();

  HeldLease(String id, long fence, DealId deal, int partition, boolean sealed) {
    this.id = id;
    this.fence = fence;
    this.deal = deal;
    this.partition = partition;
    this.sealed = sealed;
  }

  String id() {
    return id;
  }

  long fence() {
    return fence;
  }

  DealId deal() {
    return deal;
  }

  int partition() {
    return partition;
  }

  boolean isSealed() {
    return sealed;
  }

  /** What the ledger's index of the bag's first task is; seals count from it. */
  void countFrom(long first) {
    botFirst = first;
  }

  long botFirst() {
    return botFirst;
  }

  /** It shall end soon: when it must have, by the clock of nanoseconds; empty if it may go on. */
  OptionalLong stopBy() {
    return stopBy;
  }

  void stopBy(long nanos) {
    stopBy = OptionalLong.of(nanos);
  }

  Cancellation cancellation() {
    return cancellation;
  }

  LeaseStage stage() {
    return stage;
  }

  Answers answers() {
    return answers;
  }

  Bytes32 root() {
    return root;
  }

  double taskMillis() {
    return taskMillis;
  }

  /** Energy that it used; empty where that is unknown. */
  OptionalDouble joules() {
    return joules;
  }

  void used(OptionalDouble energy) {
    joules = energy;
  }

  WorkerWire.Return handBack() {
    return handBack;
  }

  /** Moves on; an event that has no edge here changes nothing. */
  boolean happened(LeaseStage.Event event) {
    LeaseStage before = stage;
    stage = before.on(event).orElse(before);
    return stage != before;
  }

  void answered(Address worker, Answers all, double millis) {
    answers = all;
    root =
        Seals.leaseRoot(
            worker, deal, botFirst + all.first(), PackedDigests.of(all.digests(), all.count()));
    taskMillis = millis;
    happened(LeaseStage.Event.ENDED);
  }

  void failed(LeaseNotRunException.Reason reason, String message) {
    handBack = new WorkerWire.Return(id, fence, reason.name(), message);
    happened(LeaseStage.Event.FAILED);
  }

  /** The answers as the protocol carries them. */
  WorkerWire.Reveal toReveal() {
    return new WorkerWire.Reveal(
        id,
        fence,
        answers.digests(),
        answers.pack(),
        answers.failures().stream()
            .map(
                failure ->
                    new WorkerWire.Failure(
                        failure.index(),
                        failure.failed().kind().name(),
                        failure.failed().exitCode(),
                        failure.failed().message()))
            .toList());
  }
}
