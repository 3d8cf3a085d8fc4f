package io.gridbourse.ejb.schedule;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.proof.Admission;
import io.gridbourse.domain.proof.CommitmentLink;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.PartitionBook.Grant;
import io.gridbourse.domain.proof.ResultPack;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.proof.likeness.Comparator;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.pool.HostBook;
import io.gridbourse.ejb.proof.checker.LookAtResults;
import io.gridbourse.ejb.proof.likeness.Comparators;
import io.gridbourse.ejb.proof.likeness.LikeAnswers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Verifies what a worker says of a lease, outside of any lock, and tells the book of the partition.
 * What is wrong is refused with a code; where the worker is to blame, it loses the lease.
 */
final class AdmitAnswers {
  private static final double NANOS_PER_MILLI = 1e6;

  /** How long it may take until all of them are looked at, a start of the checker included. */
  private static final Duration LOOKED_AT_MAX = Duration.ofMinutes(5);

  private final WorkerRates rates;
  private final LikeAnswers likeness;
  private final LookAtResults looking;
  private final HostBook hosts;
  private final Clock clock;

  AdmitAnswers(WorkerRates rates, LikeAnswers likeness, HostBook hosts, Clock clock) {
    this.rates = rates;
    this.likeness = likeness;
    this.looking = new LookAtResults(clock);
    this.hosts = hosts;
    this.clock = clock;
  }

  /**
   * What came of a message.
   *
   * @param code of the refusal; empty if it is accepted or was before
   * @param stored when it is safe to tell the worker
   */
  record Outcome(Optional<String> code, CompletableFuture<Void> stored) {
    static Outcome refused(String code) {
      return new Outcome(Optional.of(code), CompletableFuture.completedFuture(null));
    }
  }

  /** A message cannot be used; the code says why. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String code) {
      super(code, null, false, false);
    }
  }

  /** A sealed answer. */
  Outcome commit(PartitionRun run, Address worker, LeaseId lease, WorkerWire.Commit commit) {
    return guarded(
        run,
        worker,
        lease,
        commit.fence(),
        grant -> {
          PartitionBook.Commitment commitment = commitment(run, worker, lease, commit);
          PartitionRun.Step<Admission> step =
              run.act(book -> book.commit(commitment, clock.instant()));
          learn(step, run, commitment, commit.joules(), grant);
          return outcome(step);
        });
  }

  /** Commitment and answer at once. */
  Outcome answer(
      PartitionRun run,
      Address worker,
      LeaseId lease,
      WorkerWire.Commit commit,
      WorkerWire.Reveal reveal) {
    return guarded(
        run,
        worker,
        lease,
        commit.fence(),
        grant -> {
          PartitionBook.Commitment commitment = commitment(run, worker, lease, commit);
          // One vote decides: there is nothing to compare it with.
          PartitionBook.Answer answer = shown(run, worker, grant, reveal).answer();
          PartitionRun.Step<Admission> step =
              run.act(book -> book.answer(commitment, answer, clock.instant()));
          learn(step, run, commitment, commit.joules(), grant);
          return outcome(step);
        });
  }

  /** The answer to a sealed lease. */
  Outcome reveal(PartitionRun run, Address worker, LeaseId lease, WorkerWire.Reveal reveal) {
    return guarded(
        run,
        worker,
        lease,
        reveal.fence(),
        grant -> {
          Shown shown = shown(run, worker, grant, reveal);
          return run.compared(
              shown.comparator(),
              () -> {
                PartitionBook.Answer answer = shown.judged(run, likeness);
                return outcome(run.act(book -> book.reveal(answer, clock.instant())));
              });
        });
  }

  private interface Handling {
    Outcome handle(Grant grant) throws Unusable;
  }

  /** Finds the lease, and blames the worker if its message is wrong in itself. */
  private Outcome guarded(
      PartitionRun run, Address worker, LeaseId lease, long fence, Handling handling) {
    Optional<Grant> grant = run.read(book -> book.find(lease, worker));
    if (grant.isEmpty() || grant.get().fence() != fence) {
      return Outcome.refused(Admission.LEASE_STALE.name());
    }
    try {
      return handling.handle(grant.get());
    } catch (Unusable e) {
      run.act(book -> book.refuse(lease, worker, clock.instant()));
      return Outcome.refused(e.getMessage());
    }
  }

  /** A lease that is answered for the first time tells of the bag and of the host. */
  private void learn(
      PartitionRun.Step<Admission> step,
      PartitionRun run,
      PartitionBook.Commitment commitment,
      Double joules,
      Grant grant) {
    if (step.result() == Admission.ACCEPTED) {
      double expectedMillis = run.bag().taskTime().toNanos() / NANOS_PER_MILLI * grant.count();
      hosts.answered(
          new HostBook.Answered(
              commitment.worker(),
              run.scope().bag(),
              grant.count(),
              expectedMillis,
              commitment.taskMillis(),
              joules));
      run.bag().observe(grant.count(), commitment.taskMillis());
      rates.note(commitment.worker(), grant.count(), clock.instant());
    }
  }

  private static Outcome outcome(PartitionRun.Step<Admission> step) {
    Admission admission = step.result();
    return new Outcome(
        admission.isSettled() ? Optional.empty() : Optional.of(admission.name()), step.stored());
  }

  private static PartitionBook.Commitment commitment(
      PartitionRun run, Address worker, LeaseId lease, WorkerWire.Commit commit) throws Unusable {
    try {
      Bytes32 root = new Bytes32(commit.root());
      CommitmentLink link =
          new CommitmentLink(commit.tasks(), new Bytes32(commit.accumulator()), commit.signature());
      byte[] hash =
          SignedCommitment.hash(
              run.bag().terms().domainSeparator(),
              run.scope().deal(),
              run.scope().number(),
              link.tasks(),
              link.accumulator());
      Optional<String> signer = SigningKey.recover(hash, Hex.bytes(commit.signature()));
      if (signer.map(Address::new).filter(worker::equals).isEmpty()) {
        throw new Unusable("SIGNATURE_INVALID");
      }
      return new PartitionBook.Commitment(lease, worker, root, link, commit.taskMillis());
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new Unusable("COMMIT_MALFORMED");
    }
  }

  /** Verified answers, and what they are to be compared by. */
  private record Shown(
      PartitionBook.Answer answer, LikeAnswers.Shown results, Optional<Comparator> comparator) {
    /** The answers, with what they count as beside those that were shown before. */
    PartitionBook.Answer judged(PartitionRun run, LikeAnswers likeness) {
      return comparator
          .map(by -> likeness.judge(run.scope(), results, answer.judged(), by))
          .map(
              judged ->
                  new PartitionBook.Answer(
                      answer.lease(),
                      answer.worker(),
                      answer.root(),
                      answer.digests(),
                      answer.results(),
                      answer.failures(),
                      judged))
          .orElse(answer);
    }
  }

  private Shown shown(PartitionRun run, Address worker, Grant grant, WorkerWire.Reveal reveal)
      throws Unusable {
    PackedDigests digests = digests(grant, reveal);
    List<TaskFailure> failures = failures(reveal);
    byte[] results = reveal.results() == null ? new byte[0] : reveal.results();
    Terms terms = run.bag().terms();
    ResultPack pack = ResultPack.of(results, grant.count());
    Optional<ResultPack.Fault> fault =
        pack.check(grant.first(), digests, failures, terms.outcomeBytesMax(), terms.outcomeHash());
    if (fault.isPresent()) {
      throw new Unusable("RESULT_" + fault.get().name());
    }
    Bytes32 root =
        Seals.leaseRoot(
            worker, run.scope().deal(), run.scope().botFirst() + grant.first(), digests);
    if (!terms.looks().isNobody()) {
      lookAt(run, grant, root);
    }
    PartitionBook.Answer answer =
        new PartitionBook.Answer(
            grant.lease(),
            worker,
            root,
            digests,
            results,
            failures,
            looking.look(
                terms.bag().spec(),
                new LookAtResults.Shown(terms.id(), worker, grant.first(), pack, failures),
                terms.looks()));
    return new Shown(
        answer,
        new LikeAnswers.Shown(grant.first(), digests, pack, failures),
        Comparators.of(terms.bag().spec()));
  }

  /** A checker takes its time, and may start a process first: that is not the worker's. */
  private void lookAt(PartitionRun run, Grant grant, Bytes32 root) {
    Instant until = clock.instant().plus(LOOKED_AT_MAX);
    run.act(
        book -> {
          book.lookAt(grant.lease(), root, until);
          return true;
        });
  }

  private static PackedDigests digests(Grant grant, WorkerWire.Reveal reveal) throws Unusable {
    byte[] packed = reveal.digests();
    if (packed == null || packed.length != grant.count() * PackedDigests.DIGEST) {
      throw new Unusable("DIGESTS_MALFORMED");
    }
    return PackedDigests.of(packed, grant.count());
  }

  private static List<TaskFailure> failures(WorkerWire.Reveal reveal) throws Unusable {
    List<TaskFailure> failures = new ArrayList<>();
    if (reveal.failures() == null) {
      return failures;
    }
    try {
      for (WorkerWire.Failure failure : reveal.failures()) {
        String message = failure.message() == null ? "" : failure.message();
        failures.add(
            new TaskFailure(
                failure.index(),
                TaskFailure.Kind.valueOf(failure.kind().toUpperCase(Locale.ROOT)),
                failure.exitCode(),
                // PostgreSQL keeps no zero characters in text.
                message.replace('\0', ' ')));
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new Unusable("FAILURES_MALFORMED");
    }
    return failures;
  }
}
