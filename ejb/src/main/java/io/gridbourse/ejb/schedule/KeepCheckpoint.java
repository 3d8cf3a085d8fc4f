package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PartitionBook.Grant;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.data.StoredCheckpoints;
import io.gridbourse.ejb.data.StoredCheckpoints.Fresh;
import io.gridbourse.ejb.data.StoredCheckpoints.GivenTo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps what an unfinished task saved, if the worker that sends it holds the task's lease. Who may
 * go on from it follows from the order: ADR 0032.
 */
@ApplicationScoped
public class KeepCheckpoint {
  private Dispatcher dispatcher;
  private StoredCheckpoints checkpoints;

  protected KeepCheckpoint() {}

  /** The use case with all that it needs. */
  @Inject
  public KeepCheckpoint(Dispatcher dispatcher, StoredCheckpoints checkpoints) {
    this.dispatcher = dispatcher;
    this.checkpoints = checkpoints;
  }

  /** What a worker sends. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Sent(
      Address worker, String lease, long fence, long task, Instant madeAt, byte[] bytes) {}

  /** What came of it. */
  public enum Outcome {
    /** It is kept. */
    STORED,
    /** The worker sent a newer one before. */
    STALE,
    /** The worker's checkpoints would take more room than they may. */
    FULL,
    /** The worker does not hold this lease, or the task is not in it. */
    LEASE_STALE,
    /** The order asks for no checkpoints. */
    NOT_WANTED,
    /** There is nothing in it. */
    EMPTY
  }

  /** Keeps a checkpoint. */
  public Outcome keep(Sent sent) throws IOException {
    Optional<LeaseId> lease = LeaseId.parse(sent.lease());
    Optional<PartitionRun> run = lease.flatMap(dispatcher::find);
    if (run.isEmpty()) {
      return Outcome.LEASE_STALE;
    }
    Optional<Grant> grant = run.get().read(book -> book.find(lease.get(), sent.worker()));
    boolean isHeld =
        grant
            .filter(each -> each.fence() == sent.fence())
            .filter(each -> sent.task() >= each.first())
            .filter(each -> sent.task() < each.first() + each.count())
            .isPresent();
    if (!isHeld) {
      return Outcome.LEASE_STALE;
    }
    BagSpec spec = run.get().bag().terms().bag().spec();
    if (spec.checkpoint().isEmpty()) {
      return Outcome.NOT_WANTED;
    }
    if (sent.bytes().length == 0) {
      return Outcome.EMPTY;
    }
    GivenTo givenTo = givenTo(spec.checkpoint().get(), isJudged(spec));
    Fresh fresh =
        new Fresh(
            run.get().scope().bag(),
            run.get().scope().number(),
            sent.task(),
            sent.worker(),
            givenTo,
            sent.madeAt());
    return switch (checkpoints.keep(fresh, sent.bytes())) {
      case STORED -> Outcome.STORED;
      case STALE -> Outcome.STALE;
      case FULL -> Outcome.FULL;
    };
  }

  /** Whether an answer may be compared with others, or put before a jury. */
  static boolean isJudged(BagSpec spec) {
    Assurance assurance = spec.verification().assurance();
    return spec.trust().value() > 1
        || spec.verification().isOptimistic()
        || assurance.mayNeedVotes()
        || assurance.spotChecks() > 0;
  }

  /**
   * Two votes that start from one checkpoint are one vote: where votes are compared, each voter
   * goes on from its own alone, unless the order allows otherwise. So it is where a jury may come:
   * nobody is to lose a stake for what another saved.
   */
  static GivenTo givenTo(BagSpec.Checkpoint wanted, boolean isJudged) {
    if (isJudged && !wanted.shared()) {
      return GivenTo.OWN;
    }
    return wanted.portable() ? GivenTo.ANY : GivenTo.ALIKE;
  }
}
