package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.sample.SampledTask;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.roaringbitmap.RoaringBitmap;

/**
 * What happened in a partition, in the order of {@link #sequence()}. A book is the sum of its
 * facts: the same facts give the same book, and what is decided follows from them.
 */
public sealed interface Fact {
  /** Counts the facts of a partition from 1. */
  long sequence();

  /** When it happened. */
  Instant at();

  /**
   * A worker bound itself to its answers for a lease.
   *
   * @param leasedAt when the tasks were given to it; empty for facts of before it was noted
   * @param weight of its vote in this deal
   * @param standing what was known of it when the tasks were given to it
   * @param isCheck whether the answers were known already: then it is no vote
   * @param first index of the lease's first task
   * @param link the worker's signed chain of commitments, this lease included
   * @param root of the seals of the lease
   * @param taskMillis computing time of all tasks of the lease together
   * @param allowance the bound that certificates of these tasks may state at most, where the bag
   *     has a budget of wrong results; the same for all votes on a task until it is opened again
   */
  record Committed(
      long sequence,
      Instant at,
      LeaseId lease,
      Address worker,
      Optional<Instant> leasedAt,
      long weight,
      Standing standing,
      boolean isCheck,
      long first,
      int count,
      Bytes32 root,
      CommitmentLink link,
      double taskMillis,
      OptionalDouble allowance)
      implements Fact {}

  /**
   * A worker showed its answers.
   *
   * @param results the outcomes to keep; empty if another contribution to these tasks has them
   * @param counted the digests by which the answers are counted where others are like them: those
   *     of the first like answers; empty if each answer counts as itself
   * @param refused positions in the lease whose result a checker refused
   * @param passed positions whose result a checker found nothing wrong with, if that matters
   * @param samples what was found by computing parts of results again
   */
  // Never compared: facts are told apart by their sequence.
  @SuppressWarnings("ArrayRecordComponent")
  record Revealed(
      long sequence,
      Instant at,
      LeaseId lease,
      PackedDigests digests,
      Optional<PackedDigests> counted,
      byte[] results,
      List<TaskFailure> failures,
      RoaringBitmap refused,
      RoaringBitmap passed,
      List<SampledTask> samples)
      implements Fact {
    public Revealed {
      failures = List.copyOf(failures);
      samples = List.copyOf(samples);
    }
  }

  /** A worker did not show fitting answers in time. */
  record Silenced(long sequence, Instant at, LeaseId lease) implements Fact {}

  /**
   * It was found whether a worker can be believed: it answered tasks whose answer is known. Who
   * failed is caught: its votes are void, and what they carried is opened again.
   *
   * @param lease the check; empty for a worker that was caught in another partition
   * @param allowance the bound that certificates of what is opened again may state at most, where
   *     the bag has a budget of wrong results
   */
  record Checked(
      long sequence,
      Instant at,
      Optional<LeaseId> lease,
      Address worker,
      boolean isPassed,
      OptionalDouble allowance)
      implements Fact {}

  /** Tasks were given up: they are refunded. */
  record GivenUp(long sequence, Instant at, long first, int count, GiveUpReason reason)
      implements Fact {}
}
