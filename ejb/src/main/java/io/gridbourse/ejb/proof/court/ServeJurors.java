package io.gridbourse.ejb.proof.court;

import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.ResultPack;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.domain.proof.court.TrialState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.wire.JuryWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.bag.AcceptedTasks;
import io.gridbourse.ejb.chain.LedgerCourtCalls;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * One round with a worker that serves on juries: keeps its seals and answers, which {@link
 * DriveTrials} sends to the ledger, and tells it what it is to compute or to show.
 */
@ApplicationScoped
public class ServeJurors {
  private static final long NEXT_MILLIS = 3_000;
  private static final long NEXT_MILLIS_ON_DUTY = 1_000;
  private static final int MESSAGES_MAX = 1_000;
  private StoredTrials trials;
  private JuryVotes votes;
  private AcceptedTasks tasks;
  private Deals deals;
  private CourtClock ledger;
  private ChainSettings chain;
  private Clock clock;

  protected ServeJurors() {}

  /** The use case with all that it needs. */
  @Inject
  public ServeJurors(
      DataSource database, AcceptedTasks tasks, Deals deals, ChainSettings chain, Clock clock) {
    this.trials = new StoredTrials(database);
    this.votes = new JuryVotes(database);
    this.tasks = tasks;
    this.deals = deals;
    this.ledger = new CourtClock(database);
    this.chain = chain;
    this.clock = clock;
  }

  /** What a worker sent cannot be taken; the message is a code. */
  private static final class Unusable extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    Unusable(String code) {
      super(code);
    }
  }

  /** Takes what a worker has, and gives it what there is for it. */
  public JuryWire.Orders serve(Address worker, JuryWire.Round round) {
    Map<String, String> refused = new TreeMap<>();
    Instant now = ledger.now().map(CourtClock.Now::at).orElse(Instant.EPOCH);
    round.sealed().stream()
        .limit(MESSAGES_MAX)
        .forEach(each -> take(refused, each.trial(), () -> seal(worker, each, now)));
    round.shown().stream()
        .limit(MESSAGES_MAX)
        .forEach(each -> take(refused, each.trial(), () -> show(worker, each, now)));
    List<JuryWire.Duty> duties = new ArrayList<>();
    boolean isOnDuty = false;
    for (Trial trial : trials.open()) {
      Optional<Trial.Juror> juror = trial.juror(worker);
      Optional<Deal> deal =
          juror.isPresent() ? deals.find(trial.subject().deal()) : Optional.empty();
      isOnDuty |= deal.isPresent();
      deal.flatMap(of -> duty(trial, juror.orElseThrow(), of, now)).ifPresent(duties::add);
    }
    return new JuryWire.Orders(duties, refused, isOnDuty ? NEXT_MILLIS_ON_DUTY : NEXT_MILLIS);
  }

  private interface Taking {
    void take() throws Unusable;
  }

  private static void take(Map<String, String> refused, long trial, Taking taking) {
    try {
      taking.take();
    } catch (Unusable e) {
      refused.put(Long.toString(trial), e.getMessage());
    } catch (IllegalArgumentException | NullPointerException e) {
      refused.put(Long.toString(trial), "VOTE_MALFORMED");
    }
  }

  private Optional<JuryWire.Duty> duty(Trial trial, Trial.Juror juror, Deal deal, Instant now) {
    if (trial.state() != TrialState.VOTING) {
      return Optional.empty();
    }
    Optional<JuryVotes.Vote> vote = votes.find(trial.number(), juror.worker());
    String stage;
    if (juror.vote() == Trial.Vote.DRAWN && vote.isEmpty() && isBefore(now, trial)) {
      stage = "SEAL";
    } else if (juror.vote() == Trial.Vote.COMMITTED
        && vote.filter(known -> known.answer().isEmpty()).isPresent()
        && CourtTimes.isRevealing(trial, now)) {
      stage = "SHOW";
    } else {
      return Optional.empty();
    }
    BagId bag = BagId.of(deal.id());
    return Optional.of(
        new JuryWire.Duty(
            trial.number(),
            stage,
            TaskId.of(deal.id(), trial.subject().index()).hex(),
            bag.text(),
            trial.subject().index() - deal.tasks().botFirst(),
            tasks.terms(bag).program()));
  }

  private static boolean isBefore(Instant now, Trial trial) {
    return trial.commitEnd().filter(now::isBefore).isPresent();
  }

  private void seal(Address worker, JuryWire.Sealed sealed, Instant now) throws Unusable {
    Trial trial = trial(sealed.trial());
    if (trial.juror(worker).isEmpty() || trial.state() != TrialState.VOTING) {
      throw new Unusable("NOT_DRAWN");
    }
    if (!isBefore(now, trial)) {
      throw new Unusable("VOTE_TOO_LATE");
    }
    Bytes32 seal = new Bytes32(sealed.seal());
    SigningDomain domain = new SigningDomain(chain.chainId(), chain.contracts().hub().hex());
    Optional<Address> signer =
        SigningKey.recover(
                domain.digestOfVote(trial.number(), seal.hex()), Hex.bytes(sealed.signature()))
            .map(Address::new);
    if (signer.filter(worker::equals).isEmpty()) {
      throw new Unusable("SIGNATURE_INVALID");
    }
    votes.seal(trial.number(), worker, seal, sealed.signature(), clock.instant());
    if (!votes.find(trial.number(), worker).orElseThrow().seal().equals(seal)) {
      throw new Unusable("SEAL_DIFFERS");
    }
  }

  private void show(Address worker, JuryWire.Shown shown, Instant now) throws Unusable {
    Trial trial = trial(shown.trial());
    Optional<JuryVotes.Vote> vote = votes.find(trial.number(), worker);
    if (vote.isEmpty()) {
      throw new Unusable("NOT_SEALED");
    }
    if (!CourtTimes.isRevealing(trial, now)) {
      // Shown earlier, others could copy it.
      throw new Unusable("SHOWN_TOO_EARLY");
    }
    JuryVotes.Answer answer =
        new JuryVotes.Answer(new Bytes32(shown.digest()), new Bytes32(shown.salt()));
    TaskId task = TaskId.of(trial.subject().deal(), trial.subject().index());
    Bytes32 seal = LedgerCourtCalls.seal(worker, task, answer.digest(), answer.salt());
    if (!seal.equals(vote.get().seal())) {
      throw new Unusable("SEAL_DIFFERS");
    }
    keep(trial, vote.get(), answer, shown);
  }

  /** Keeps the outcome with the answer if it fits it; the vote counts in any case. */
  private void keep(
      Trial trial, JuryVotes.Vote vote, JuryVotes.Answer answer, JuryWire.Shown shown) {
    Terms terms = tasks.terms(BagId.of(trial.subject().deal()));
    long position = trial.subject().index() - terms.deal().tasks().botFirst();
    List<TaskFailure> failures = failures(shown);
    ResultPack pack = ResultPack.of(shown.results() == null ? new byte[0] : shown.results(), 1);
    boolean fits =
        pack.check(
                position,
                PackedDigests.of(answer.digest().bytes(), 1),
                failures,
                terms.outcomeBytesMax(),
                terms.outcomeHash())
            .isEmpty();
    votes.show(
        vote,
        answer,
        fits && failures.isEmpty() ? Optional.of(pack.outcomes().get(0)) : Optional.empty(),
        fits ? failures.stream().map(each -> each.kind().name()).findFirst() : Optional.empty(),
        clock.instant());
  }

  private static List<TaskFailure> failures(JuryWire.Shown shown) {
    List<TaskFailure> failures = new ArrayList<>();
    for (WorkerWire.Failure failure :
        shown.failures() == null ? List.<WorkerWire.Failure>of() : shown.failures()) {
      failures.add(
          new TaskFailure(
              failure.index(),
              TaskFailure.Kind.valueOf(failure.kind().toUpperCase(Locale.ROOT)),
              failure.exitCode(),
              ""));
    }
    return failures;
  }

  private Trial trial(long number) throws Unusable {
    return trials
        .find(number)
        .map(StoredTrials.Recorded::trial)
        .orElseThrow(() -> new Unusable("TRIAL_UNKNOWN"));
  }
}
