package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.RankedAs;
import io.gridbourse.domain.schedule.rank.Ranking;
import io.gridbourse.domain.wire.ScheduleViews.LeaseWhyView;
import io.gridbourse.domain.wire.ScheduleViews.RankRow;
import io.gridbourse.domain.wire.ScheduleViews.RankShare;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.LeaseReasons;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Says why a lease was granted, with the ranking that led to it. What is needed for that is kept in
 * the memory of the node that granted it, for its last leases and epochs.
 */
@ApplicationScoped
public class WhyLeases {
  /** Rows of a ranking that are shown. */
  private static final int ROWS_MAX = 100;

  private StoredBags bags;
  private Dispatcher dispatcher;

  protected WhyLeases() {}

  /** Explains the leases of this node. */
  @Inject
  public WhyLeases(StoredBags bags, Dispatcher dispatcher) {
    this.bags = bags;
    this.dispatcher = dispatcher;
  }

  /** What is said of a lease. */
  public sealed interface Answer {
    /** Why it was granted. */
    record Known(LeaseWhyView view) implements Answer {}

    /** It may have been granted, but too long ago, or by another node. */
    record Forgotten(String detail) implements Answer {}
  }

  /** Why a lease was granted; empty if the user has no bag that it could be of. */
  public Optional<Answer> why(User user, String lease) {
    return LeaseId.parse(lease)
        .filter(id -> isSeen(user, id.bag()))
        .map(
            id ->
                dispatcher
                    .reasons()
                    .of(id)
                    .<Answer>map(reason -> new Answer.Known(view(user, id, reason)))
                    .orElseGet(() -> new Answer.Forgotten(forgotten(id))));
  }

  private boolean isSeen(User user, BagId bag) {
    return bags.find(bag)
        .filter(each -> user.seesAll() || each.requester().equals(user.account()))
        .isPresent();
  }

  private static String forgotten(LeaseId lease) {
    return "this node does not remember lease "
        + lease
        + ": each remembers its last "
        + LeaseReasons.KEPT
        + " leases, from its start on";
  }

  private LeaseWhyView view(User user, LeaseId lease, LeaseReasons.Reason reason) {
    Optional<Epoch> epoch = reason.as().flatMap(as -> dispatcher.epoch(as.epoch()));
    List<RankRow> rows = List.of();
    List<RankRow> hosts = List.of();
    List<String> facts = new ArrayList<>();
    String sentence = sentence(reason);
    if (epoch.isPresent()) {
      RankedAs as = reason.as().orElseThrow();
      Ranking ranking = epoch.get().ranking(as.hostClass());
      rows = rows(user, epoch.get(), as);
      hosts = hosts(epoch.get(), as);
      facts.add(rows.size() + " bag classes could be given to a host of this class");
      facts.add("the bag's class came " + (as.place() + 1) + ". by level and rank");
      if (as.passed() > 0) {
        facts.add(as.passed() + " bags before it had nothing for this worker");
      }
      if (user.seesAll() && !ranking.places().isEmpty()) {
        facts.add("by rank alone bag class " + ranking.sentence());
      }
    } else if (reason.as().isPresent()) {
      facts.add("epoch " + reason.as().get().epoch() + " is too old: its table is forgotten");
    }
    return new LeaseWhyView(
        "lease " + lease,
        sentence,
        null,
        facts,
        lease.toString(),
        lease.bag().text(),
        reason.worker().hex(),
        reason.at(),
        reason.kind().name(),
        reason.as().map(RankedAs::epoch).orElse(null),
        epoch.map(each -> each.host(reason.as().orElseThrow().hostClass()).text()).orElse(null),
        rows,
        hosts);
  }

  private static String sentence(LeaseReasons.Reason reason) {
    return switch (reason.kind()) {
      case RANK ->
          reason.as().filter(as -> as.passed() > 0).isPresent()
              ? "Of the bags that had something for the worker it came first by rank."
              : "It came first by rank.";
      case TURN ->
          "Its share holder was ahead of the others, but they had nothing for the worker: it came"
              + " next in turn.";
      case NEW -> "The bag or the worker had just come and was not ranked yet: it came by turns.";
      case DEDICATED -> "The worker was brought in for this bag and is given nothing else.";
      case PREEMPTED ->
          "Another bag's lease was taken back there, so that this one need not wait for its end.";
      case DUPLICATE ->
          "Others hold these tasks already; the worker had nothing else to do and may be sooner.";
    };
  }

  /** The row that was read: by level and rank, as the table has it. */
  private static List<RankRow> rows(User user, Epoch epoch, RankedAs as) {
    Ranking ranking = epoch.ranking(as.hostClass());
    int[] order = epoch.table().row(as.hostClass());
    String own = epoch.bag(as.bagClass()).holder();
    List<RankRow> rows = new ArrayList<>();
    for (int place = 0; place < Math.min(order.length, ROWS_MAX); place++) {
      int bagClass = order[place];
      boolean isShown = user.seesAll() || epoch.bag(bagClass).holder().equals(own);
      Ranking.Place flows =
          ranking.places().stream()
              .filter(each -> each.id().equals(Integer.toString(bagClass)))
              .findFirst()
              .orElseThrow();
      rows.add(
          row(
              place + 1,
              isShown ? epoch.bag(bagClass).text() : "bags of others",
              epoch.level(bagClass, as.hostClass()),
              flows,
              bagClass == as.bagClass()));
    }
    return rows;
  }

  private static List<RankRow> hosts(Epoch epoch, RankedAs as) {
    return rows(
        epoch.fit(as.bagClass()),
        hostClass -> epoch.host(hostClass).text(),
        hostClass -> hostClass == as.hostClass());
  }

  private static List<RankRow> rows(
      Ranking ranking, IntFunction<String> text, IntPredicate isTaken) {
    List<RankRow> rows = new ArrayList<>();
    for (Ranking.Place each : ranking.places()) {
      int number = Integer.parseInt(each.id());
      if (rows.size() < ROWS_MAX) {
        rows.add(row(rows.size() + 1, text.apply(number), 0, each, isTaken.test(number)));
      }
    }
    return rows;
  }

  private static RankRow row(
      int place, String alternative, int level, Ranking.Place flows, boolean isTaken) {
    return new RankRow(
        place,
        alternative,
        level,
        flows.plus(),
        flows.minus(),
        flows.net(),
        isTaken,
        flows.shares().stream()
            .map(share -> new RankShare(share.criterion(), share.value(), share.contribution()))
            .toList());
  }
}
