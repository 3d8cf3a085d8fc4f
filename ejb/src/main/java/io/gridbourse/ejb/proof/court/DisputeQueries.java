package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.court.CourtRules;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.DisputeViews.ChallengeView;
import io.gridbourse.domain.wire.DisputeViews.DisputeView;
import io.gridbourse.domain.wire.DisputeViews.JurorView;
import io.gridbourse.domain.wire.DisputeViews.MoneyView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.bag.AcceptedTasks;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.ledger.OutboxEntry;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What is asked about the court. A user sees disputes about the own bags and those that it opened;
 * an operator or auditor sees all.
 */
@ApplicationScoped
public class DisputeQueries {
  private Sql sql;
  private StoredTrials trials;
  private Challenges challenges;
  private JurorRoll roll;
  private AcceptedTasks tasks;
  private Deals deals;
  private Outbox outbox;

  protected DisputeQueries() {}

  /** The queries with all that they need. */
  @Inject
  public DisputeQueries(DataSource database, AcceptedTasks tasks, Deals deals, Outbox outbox) {
    this.sql = new Sql(database);
    this.trials = new StoredTrials(database);
    this.challenges = new Challenges(database);
    this.roll = new JurorRoll(database);
    this.tasks = tasks;
    this.deals = deals;
    this.outbox = outbox;
  }

  /** A page of disputes, the newest first, from below a number on. */
  public Page<DisputeView> list(User user, Optional<Long> before, int limit) {
    return page(user, Optional.empty(), before, limit);
  }

  /** The same of disputes about tasks of a bag; empty if there is no such bag for the user. */
  public Optional<Page<DisputeView>> list(User user, BagId bag, Optional<Long> before, int limit) {
    return tasks
        .bag(bag)
        .filter(each -> user.seesAll() || each.requester().equals(user.account()))
        .map(each -> page(user, Optional.of(each.deal()), before, limit));
  }

  private Page<DisputeView> page(
      User user, Optional<DealId> deal, Optional<Long> before, int limit) {
    List<StoredTrials.Recorded> rows =
        trials.page(
            user.seesAll() ? Optional.empty() : Optional.of(user.account()),
            deal,
            before,
            limit + 1);
    return Page.of(rows, limit, this::view, last -> Long.toString(last.trial().number()));
  }

  /** A dispute; empty if there is none for the user. */
  public Optional<DisputeView> find(User user, long number) {
    return trials
        .find(number)
        .filter(
            recorded ->
                user.seesAll()
                    || recorded.trial().subject().challenger().equals(user.account())
                    || deals
                        .find(recorded.trial().subject().deal())
                        .filter(deal -> deal.requester().equals(user.account()))
                        .isPresent())
        .map(this::view);
  }

  /** The newest challenge of a task; empty if there is none for the user. */
  public Optional<ChallengeView> challenge(User user, BagId bag, long index) {
    return tasks
        .bag(bag)
        .filter(each -> user.seesAll() || each.requester().equals(user.account()))
        .flatMap(each -> deals.find(each.deal()))
        .flatMap(deal -> challenge(bag, deal, index));
  }

  private Optional<ChallengeView> challenge(BagId bag, Deal deal, long index) {
    long onLedger = deal.tasks().botFirst() + index;
    List<Challenges.Planned> planned = challenges.of(deal.id(), onLedger);
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    Challenges.Planned last = planned.get(planned.size() - 1);
    OutboxEntry entry = outbox.find(last.intent()).orElseThrow();
    Optional<String> transaction = entry.signed().map(form -> form.hash().hex());
    Optional<Long> trial =
        trials.of(deal.id(), onLedger).stream()
            .filter(each -> transaction.filter(each.opened()::equals).isPresent())
            .map(each -> each.trial().number())
            .findFirst();
    return Optional.of(
        new ChallengeView(
            bag.text(),
            index,
            TaskId.of(deal.id(), onLedger).hex(),
            last.digest().hex(),
            last.challenger().hex(),
            last.stake().units().toString(),
            trial.isPresent() ? "OPENED" : state(entry),
            entry.reason().orElse(null),
            transaction.orElse(null),
            trial.orElse(null),
            last.at()));
  }

  private static String state(OutboxEntry entry) {
    return switch (entry.state()) {
      case PLANNED -> "PLANNED";
      case SIGNED, SENT, DROPPED, MINED, FINAL -> "SENT";
      case REFUSED -> "REFUSED";
    };
  }

  private DisputeView view(StoredTrials.Recorded recorded) {
    Trial trial = recorded.trial();
    Trial.Subject subject = trial.subject();
    Optional<Deal> deal = deals.find(subject.deal());
    return new DisputeView(
        trial.number(),
        trial.state().name(),
        sentence(trial),
        subject.deal().hex(),
        deal.map(of -> BagId.of(of.id()).text()).orElse(null),
        deal.map(of -> subject.index() - of.tasks().botFirst()).orElse(null),
        TaskId.of(subject.deal(), subject.index()).hex(),
        subject.digest().hex(),
        subject.challenger().hex(),
        subject.stake().units().toString(),
        subject.openedAt(),
        recorded.opened(),
        trial.round(),
        deal.map(of -> CourtRules.of(of).jurorsNeeded()).orElse(null),
        trial.commitEnd().orElse(null),
        deal.filter(of -> trial.commitEnd().isPresent())
            .map(of -> CourtTimes.revealEnd(trial, of))
            .orElse(null),
        trial.jury().stream().map(this::juror).toList(),
        trial.liar().map(Address::hex).orElse(null),
        trial
            .ending()
            .map(Trial.Ending::verdict)
            .filter(verdict -> !verdict.equals(Bytes32.ZERO))
            .map(Bytes32::hex)
            .orElse(null),
        trial.ending().map(Trial.Ending::at).orElse(null),
        recorded.ended().orElse(null),
        recorded.ended().map(this::money).orElse(List.of()));
  }

  private static String sentence(Trial trial) {
    return switch (trial.state()) {
      case DRAWING -> drawing(trial);
      case VOTING -> voting(trial);
      case UPHELD -> "The jury found another result: the accepted one was wrong.";
      case UNFOUNDED -> "The jury found the accepted result.";
      case UNDECIDED ->
          "There were not enough jurors, or they did not agree: the result stands, and may be"
              + " challenged again.";
    };
  }

  private static String drawing(Trial trial) {
    if (trial.round() == 0) {
      return "Its jury is drawn by the hash of block " + trial.drawBlock() + ".";
    }
    List<Trial.Juror> before =
        trial.jury().stream().filter(each -> each.round() == trial.round() - 1).toList();
    long silent = before.stream().filter(each -> each.vote() == Trial.Vote.SILENT).count();
    return silent
        + " of "
        + before.size()
        + " jurors did not answer, and those who did were not enough: the jurors of round "
        + (trial.round() + 1)
        + " of "
        + CourtRules.ROUNDS_MAX
        + " are drawn by the hash of block "
        + trial.drawBlock()
        + ".";
  }

  private static String voting(Trial trial) {
    List<Trial.Juror> jurors = trial.ofThisRound();
    return "Jurors compute the task; "
        + jurors.stream().filter(each -> each.digest().isPresent()).count()
        + " of "
        + jurors.size()
        + " have shown their answers. Who has not sealed an answer by "
        + trial.commitEnd().orElseThrow()
        + " is silent, and loses a fee.";
  }

  private JurorView juror(Trial.Juror juror) {
    return new JurorView(
        juror.worker().hex(),
        roll.owner(juror.worker()).map(Address::hex).orElse(null),
        juror.round(),
        juror.vote().name(),
        juror.digest().map(Bytes32::hex).orElse(null));
  }

  /** What a transaction moved, from the account book. */
  private List<MoneyView> money(String transaction) {
    return sql.list(
        "select e.account, sum(e.amount) as moved from account_entry e"
            + " join chain_event c on c.id = e.event_id where c.tx_hash = ?"
            + " and c.state <> 'ORPHANED' and e.bucket in ('FREE', 'LOCKED')"
            + " group by e.account having sum(e.amount) <> 0 order by e.account",
        row -> new MoneyView(row.getString("account"), Sql.integer(row, "moved").toString()),
        transaction);
  }
}
