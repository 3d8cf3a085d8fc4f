package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.ejb.chain.LedgerCourtCalls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Has a partition accepted by the ledger on one vote per task, and released after its window.
 * Refusals are not the end of it while there is time: a roll may grow, an owner may deposit.
 */
@ApplicationScoped
public class AcceptPartition {
  private Acceptances acceptances;
  private StoredTrials trials;
  private CourtOutbox outbox;
  private CourtClock ledger;
  private Clock clock;

  protected AcceptPartition() {}

  /** The use case with all that it needs. */
  @Inject
  public AcceptPartition(DataSource database, CourtOutbox outbox, Clock clock) {
    this.acceptances = new Acceptances(database);
    this.trials = new StoredTrials(database);
    this.outbox = outbox;
    this.ledger = new CourtClock(database);
    this.clock = clock;
  }

  /** Where an acceptance is. */
  public enum Progress {
    /** On its way. */
    PLANNED,
    /** In a final block. */
    ACCEPTED,
    /** The window and its trials are over: it may be released. */
    RELEASABLE,
    /** Paid in a final block, by whomever. */
    SETTLED,
    /** The ledger did not accept it in time. */
    REFUSED
  }

  /**
   * Plans an acceptance, in the running transaction.
   *
   * @param result with one vote for each task
   * @throws IllegalStateException if the requester did not agree
   */
  public void plan(PartitionSettlement result) {
    terms(result.deal());
    acceptances.plan(result, clock.instant());
    send(result.deal(), result.partition());
  }

  /** Follows an acceptance that was planned. */
  public Progress accepting(Deal deal, int partition) {
    if (acceptances.find(deal.id(), partition).filter(Acceptances.Accepted::isFinal).isPresent()) {
      return Progress.ACCEPTED;
    }
    if (clock.instant().isBefore(deadline(deal))) {
      send(deal.id(), partition);
      return Progress.PLANNED;
    }
    return outbox.isRefused(acceptIntent(deal.id(), partition))
        ? Progress.REFUSED
        : Progress.PLANNED;
  }

  /** Whether an accepted partition can be released now, or was. */
  public Progress accepted(Deal deal, int partition) {
    if (acceptances.isSettled(deal.id(), partition)) {
      return Progress.SETTLED;
    }
    Optional<Instant> end =
        acceptances.find(deal.id(), partition).map(Acceptances.Accepted::windowEnd);
    if (end.isEmpty() && !clock.instant().isBefore(deadline(deal))) {
      // The chain dropped it, with its deal.
      return Progress.REFUSED;
    }
    boolean isOver =
        end.isPresent() && ledger.now().filter(now -> now.at().isAfter(end.get())).isPresent();
    return isOver && !isDisputed(deal, partition) ? Progress.RELEASABLE : Progress.ACCEPTED;
  }

  /** Plans the release of an accepted partition, and again if the ledger refused it. */
  public void release(DealId deal, int partition) {
    PartitionSettlement result = acceptances.planned(deal, partition).orElseThrow();
    outbox.send(releaseIntent(deal, partition), deal, () -> LedgerCourtCalls.release(result));
  }

  /** Whether a partition was accepted before it is settled. */
  public boolean isReleased(DealId deal, int partition) {
    return outbox.last(releaseIntent(deal, partition)).isPresent();
  }

  private boolean isDisputed(Deal deal, int partition) {
    List<Trial> open = trials.open(deal.id());
    if (open.isEmpty()) {
      return false;
    }
    long size = acceptances.partitionSize(deal.id(), partition).orElseThrow();
    return open.stream()
        .map(trial -> trial.subject().index() - deal.tasks().botFirst())
        .anyMatch(index -> index / size == partition);
  }

  private void send(DealId deal, int partition) {
    Acceptances.Terms terms = terms(deal);
    outbox.send(
        acceptIntent(deal, partition),
        deal,
        () ->
            LedgerCourtCalls.accept(
                acceptances.planned(deal, partition).orElseThrow(),
                terms.window(),
                terms.signature()));
  }

  private Acceptances.Terms terms(DealId deal) {
    return acceptances
        .terms(deal)
        .orElseThrow(
            () -> new IllegalStateException("the requester of " + deal + " signed nothing"));
  }

  private static Instant deadline(Deal deal) {
    return deal.startedAt().plus(deal.category().untilFinalDeadline());
  }

  private static String acceptIntent(DealId deal, int partition) {
    return "accept:" + deal.hex() + ":" + partition;
  }

  private static String releaseIntent(DealId deal, int partition) {
    return "release:" + deal.hex() + ":" + partition;
  }
}
