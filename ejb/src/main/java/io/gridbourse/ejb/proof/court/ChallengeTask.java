package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.court.CourtRules;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.domain.proof.court.TrialState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.DisputeViews.UnsignedChallenge;
import io.gridbourse.ejb.bag.AcceptedTasks;
import io.gridbourse.ejb.bag.AcceptedTasks.Answer;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.LedgerCourtCalls;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.ledger.OutboxEntry;
import io.gridbourse.ejb.ledger.OutboxState;
import io.gridbourse.ejb.ledger.UnsignedTransactions;
import io.gridbourse.ejb.ledger.UnsignedTransactions.Unsigned;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.proof.court.Challenging.Reason;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Challenges an accepted result in a user's name: makes the proof, and sends the challenge with the
 * user's key, whose account puts up the stake. Or prepares it for a key that is not here.
 */
@Stateless
public class ChallengeTask {
  private static final Challenging GIVEN_UP =
      new Challenging.Refused(
          Reason.NOT_ACCEPTED,
          "the task was given up, and has no result",
          "its price goes back with the settlement");
  private Challenges challenges;
  private Acceptances acceptances;
  private StoredTrials trials;
  private DisputeQueries queries;
  private CourtClock ledger;
  private Parts parts;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public ChallengeTask() {}

  /** What it asks. */
  private record Parts(
      AcceptedTasks tasks,
      Deals deals,
      Hub hub,
      Outbox outbox,
      UnsignedTransactions transactions,
      ChainSettings chain,
      Clock clock) {}

  /** The use case with all that it needs. */
  @Inject
  public ChallengeTask(
      DataSource database,
      AcceptedTasks tasks,
      Deals deals,
      Hub hub,
      Outbox outbox,
      UnsignedTransactions transactions,
      DisputeQueries queries,
      ChainSettings chain,
      Clock clock) {
    this.challenges = new Challenges(database);
    this.acceptances = new Acceptances(database);
    this.trials = new StoredTrials(database);
    this.ledger = new CourtClock(database);
    this.queries = queries;
    this.parts = new Parts(tasks, deals, hub, outbox, transactions, chain, clock);
  }

  private record Located(Deal deal, int partition) {}

  /** Challenges the result of the task at {@code index} of a bag that the user may see. */
  public Challenging challenge(User user, BagId bag, long index) {
    Optional<Located> found = located(user, bag, index);
    if (found.isEmpty()) {
      return new Challenging.Unknown();
    }
    Deal deal = found.get().deal;
    challenges.lock(deal.id(), deal.tasks().botFirst() + index);
    return refusal(user.account(), found.get(), index)
        .orElseGet(() -> plan(user, bag, deal, index));
  }

  /**
   * Makes the challenge of a task that the user may see, to be signed by another account, whose key
   * is not here.
   */
  public Challenging prepare(User user, BagId bag, long index, Address from) {
    Optional<Located> found = located(user, bag, index);
    if (found.isEmpty()) {
      return new Challenging.Unknown();
    }
    return refusal(from, found.get(), index)
        .orElseGet(() -> unsigned(bag, found.get(), index, from));
  }

  private Optional<Located> located(User user, BagId bag, long index) {
    Optional<Bag> found =
        parts
            .tasks
            .bag(bag)
            .filter(each -> user.seesAll() || each.requester().equals(user.account()));
    Optional<Integer> partition = found.flatMap(each -> parts.tasks.partition(bag, index));
    return found
        .flatMap(each -> parts.deals.find(each.deal()))
        .flatMap(deal -> partition.map(number -> new Located(deal, number)));
  }

  private Optional<Challenging> refusal(Address challenger, Located at, long index) {
    return notAccepted(at.deal.id(), at.partition)
        .or(() -> already(at.deal, at.deal.tasks().botFirst() + index))
        .or(() -> noFunds(challenger, at.deal));
  }

  private Optional<Challenging> notAccepted(DealId deal, int partition) {
    Optional<Acceptances.Accepted> accepted = acceptances.find(deal, partition);
    if (accepted.isEmpty()) {
      return refused(
          Reason.NOT_ACCEPTED,
          "the task's result was not accepted on one vote, so that there is nothing to challenge",
          "submit with spec.trust.verify: optimistic, and wait until the bag is ACCEPTED");
    }
    Instant now = ledger.now().map(CourtClock.Now::at).orElse(Instant.MIN);
    return acceptances.isSettled(deal, partition) || !now.isBefore(accepted.get().windowEnd())
        ? refused(
            Reason.WINDOW_OVER,
            "the task's result could be challenged until " + accepted.get().windowEnd(),
            "ask for a longer window in spec.trust.window next time")
        : Optional.empty();
  }

  private Optional<Challenging> already(Deal deal, long index) {
    List<StoredTrials.Recorded> held = trials.of(deal.id(), index);
    if (!held.isEmpty()) {
      Trial last = held.get(held.size() - 1).trial();
      if (last.state() != TrialState.UNDECIDED) {
        return refused(
            Reason.ALREADY_CHALLENGED,
            "dispute " + last.number() + " is about this task, and is " + last.state(),
            "look at it with gridbourse dispute describe " + last.number());
      }
    }
    return isOnItsWay(deal.id(), index, held)
        ? refused(
            Reason.ALREADY_CHALLENGED,
            "a challenge of this task is on its way to the ledger",
            "wait for it; gridbourse dispute ls shows it then")
        : Optional.empty();
  }

  /** Whether a challenge of this server has not opened its trial yet; others may have theirs. */
  private boolean isOnItsWay(DealId deal, long index, List<StoredTrials.Recorded> held) {
    List<Challenges.Planned> planned = challenges.of(deal, index);
    if (planned.isEmpty()) {
      return false;
    }
    Optional<OutboxEntry> last = parts.outbox.find(planned.get(planned.size() - 1).intent());
    Optional<String> transaction = last.flatMap(OutboxEntry::signed).map(form -> form.hash().hex());
    return last.filter(entry -> entry.state() != OutboxState.REFUSED).isPresent()
        && held.stream().noneMatch(trial -> transaction.filter(trial.opened()::equals).isPresent());
  }

  private Optional<Challenging> noFunds(Address challenger, Deal deal) {
    NanoRlc stake = CourtRules.of(deal).stake();
    NanoRlc free = parts.hub.balance(challenger, OptionalLong.empty()).free();
    return free.compareTo(stake) < 0
        ? refused(
            Reason.NO_FUNDS,
            "a challenge needs a stake of " + stake + ", " + challenger + " has " + free,
            "deposit " + stake.minus(free) + " or more in the hub")
        : Optional.empty();
  }

  private Challenging unsigned(BagId bag, Located at, long index, Address from) {
    Optional<Answer> answer = parts.tasks.answer(bag, index);
    if (answer.isEmpty()) {
      return GIVEN_UP;
    }
    Deal deal = at.deal;
    Unsigned unsigned =
        parts.transactions.prepare(
            from, parts.chain.contracts().hub(), calldata(deal, index, answer.get()));
    if (unsigned instanceof Unsigned.Refused refused) {
      return new Challenging.Refused(
          Reason.LEDGER_REFUSES,
          "the ledger would refuse the challenge: " + refused.reason(),
          "see docs/reference/court.md for what the ledger refuses");
    }
    return new Challenging.Prepared(
        new UnsignedChallenge(
            bag.text(),
            index,
            answer.get().digest().hex(),
            CourtRules.of(deal).stake().units().toString(),
            acceptances.find(deal.id(), at.partition).orElseThrow().windowEnd(),
            ((Unsigned.Ready) unsigned).transaction()));
  }

  private static String calldata(Deal deal, long index, Answer answer) {
    return LedgerCourtCalls.challenge(
        deal.id(), deal.tasks().botFirst() + index, answer.digest(), answer.proof());
  }

  private Challenging plan(User user, BagId bag, Deal deal, long index) {
    Optional<Answer> answer = parts.tasks.answer(bag, index);
    if (answer.isEmpty()) {
      return GIVEN_UP;
    }
    long onLedger = deal.tasks().botFirst() + index;
    String intent =
        "challenge:"
            + deal.id().hex()
            + ":"
            + onLedger
            + ":"
            + challenges.of(deal.id(), onLedger).size();
    challenges.add(
        new Challenges.Planned(
            intent,
            deal.id(),
            onLedger,
            user.account(),
            answer.get().digest(),
            CourtRules.of(deal).stake(),
            parts.clock.instant()));
    parts.outbox.plan(
        intent, user.keyName(), parts.chain.contracts().hub(), calldata(deal, index, answer.get()));
    return new Challenging.Accepted(queries.challenge(user, bag, index).orElseThrow());
  }

  private static Optional<Challenging> refused(Reason reason, String detail, String remedy) {
    return Optional.of(new Challenging.Refused(reason, detail, remedy));
  }
}
