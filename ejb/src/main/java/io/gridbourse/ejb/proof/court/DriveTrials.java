package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.domain.proof.court.TrialState;
import io.gridbourse.ejb.bag.AcceptedTasks;
import io.gridbourse.ejb.chain.LedgerCourtCalls;
import io.gridbourse.ejb.ledger.OutboxEntry;
import io.gridbourse.ejb.ledger.OutboxState;
import io.gridbourse.ejb.market.Deals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Moves the trials about deals of this server on: draws, opens, rules. Each step is open to
 * anybody, so that somebody else may be faster; then the ledger refuses ours and nothing is lost.
 */
@ApplicationScoped
public class DriveTrials {
  private static final Logger LOG = Logger.getLogger(DriveTrials.class.getName());
  private StoredTrials trials;
  private JuryVotes votes;
  private Acceptances acceptances;
  private AcceptedTasks tasks;
  private Deals deals;
  private CourtOutbox outbox;
  private CourtClock ledger;

  protected DriveTrials() {}

  /** The use case with all that it needs. */
  @Inject
  public DriveTrials(DataSource database, AcceptedTasks tasks, Deals deals, CourtOutbox outbox) {
    this.trials = new StoredTrials(database);
    this.votes = new JuryVotes(database);
    this.acceptances = new Acceptances(database);
    this.tasks = tasks;
    this.deals = deals;
    this.outbox = outbox;
    this.ledger = new CourtClock(database);
  }

  /** One look at all open trials; one that fails does not hold the others up. */
  public void round() {
    Optional<CourtClock.Now> now = ledger.now();
    if (now.isEmpty()) {
      return;
    }
    for (Trial trial : trials.open()) {
      try {
        deals.find(trial.subject().deal()).ifPresent(deal -> drive(trial, deal, now.get()));
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a trial was not moved on trial=" + trial.number(), e);
      }
    }
  }

  private void drive(Trial trial, Deal deal, CourtClock.Now now) {
    if (trial.state() == TrialState.DRAWING) {
      if (now.block() > trial.drawBlock()) {
        accepted(trial, deal).ifPresent(result -> draw(trial, deal.id(), result));
      }
      return;
    }
    relay(trial, deal, now.at());
    if (!isOpening(trial, deal) && isOver(trial, deal, now.at())) {
      outbox.send(
          "rule:" + trial.number() + ":" + trial.round(),
          deal.id(),
          () -> LedgerCourtCalls.rule(trial.number()));
    }
  }

  /** What the doubted partition was accepted with; large, so that it is read when it is needed. */
  private Optional<PartitionSettlement> accepted(Trial trial, Deal deal) {
    return tasks
        .partition(BagId.of(deal.id()), index(trial, deal))
        .flatMap(number -> acceptances.planned(deal.id(), number));
  }

  private static long index(Trial trial, Deal deal) {
    return trial.subject().index() - deal.tasks().botFirst();
  }

  /** Sends what jurors of ours gave us, as far as the ledger does not have it. */
  private void relay(Trial trial, Deal deal, Instant now) {
    for (JuryVotes.Vote vote : votes.of(trial.number())) {
      Optional<Trial.Vote> where = trial.juror(vote.juror()).map(Trial.Juror::vote);
      String name = trial.number() + ":" + vote.juror();
      if (where.equals(Optional.of(Trial.Vote.DRAWN))) {
        outbox.send(
            "commit-vote:" + name,
            deal.id(),
            () ->
                LedgerCourtCalls.commit(
                    trial.number(), vote.juror(), vote.seal(), vote.signature()));
      } else if (where.equals(Optional.of(Trial.Vote.COMMITTED))
          && vote.answer().isPresent()
          && CourtTimes.isRevealing(trial, now)) {
        JuryVotes.Answer answer = vote.answer().get();
        outbox.send(
            "reveal-vote:" + name,
            deal.id(),
            () ->
                LedgerCourtCalls.reveal(
                    trial.number(), vote.juror(), answer.digest(), answer.salt()));
      }
    }
  }

  private void draw(Trial trial, DealId deal, PartitionSettlement result) {
    outbox.send(
        "draw:" + trial.number() + ":" + trial.drawBlock(),
        deal,
        () -> LedgerCourtCalls.draw(trial.number(), result));
  }

  /**
   * Once a juror found something else, the contributor's seal is opened: it pays before the pool
   * does. The verdict waits for that, as long as the ledger takes it.
   */
  private boolean isOpening(Trial trial, Deal deal) {
    if (!trial.isDoubted() || trial.liar().isPresent()) {
      return false;
    }
    String intent = "open-seal:" + trial.number();
    Optional<OutboxState> sent = outbox.last(intent).map(OutboxEntry::state);
    if (sent.isPresent()) {
      return sent.get() != OutboxState.REFUSED && sent.get() != OutboxState.FINAL;
    }
    Optional<PartitionSettlement> result = accepted(trial, deal);
    Optional<AcceptedTasks.Opening> opening =
        result.flatMap(
            of ->
                tasks.opening(
                    BagId.of(deal.id()), index(trial, deal), trial.subject().digest(), of));
    if (opening.isEmpty()) {
      LOG.warning(() -> "no seal to open trial=" + trial.number());
      return false;
    }
    outbox.send(intent, deal.id(), () -> open(trial, result.get(), opening.get()));
    return true;
  }

  private static String open(
      Trial trial, PartitionSettlement result, AcceptedTasks.Opening opening) {
    return LedgerCourtCalls.open(
        trial.number(),
        result,
        opening.contributor(),
        opening.proof(),
        opening.before(),
        opening.later());
  }

  private static boolean isOver(Trial trial, Deal deal, Instant now) {
    return trial.isAllShown() || !now.isBefore(CourtTimes.revealEnd(trial, deal));
  }
}
