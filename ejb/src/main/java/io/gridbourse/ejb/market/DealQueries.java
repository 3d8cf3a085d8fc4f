package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.wire.Views.Counts;
import io.gridbourse.domain.wire.Views.DealView;
import io.gridbourse.domain.wire.Views.PartitionView;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Final deals, for their requester or for who sees all. */
@ApplicationScoped
public class DealQueries {
  private static final int LIMIT_MAX = 1000;
  private Deals deals;
  private Clock clock;

  protected DealQueries() {}

  /** Queries over the deals. */
  @Inject
  public DealQueries(Deals deals, Clock clock) {
    this.deals = deals;
    this.clock = clock;
  }

  /** Deals that the user may see, the newest first. */
  public List<DealView> list(User user, int limit) {
    var requester =
        user.seesAll()
            ? Optional.<io.gridbourse.domain.value.Address>empty()
            : Optional.of(user.account());
    return deals.list(requester, Math.max(1, Math.min(LIMIT_MAX, limit))).stream()
        .map(this::view)
        .toList();
  }

  /** A deal by its id, if the user may see it. */
  public Optional<DealView> find(User user, String id) {
    DealId deal;
    try {
      deal = new DealId(id);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return deals
        .recorded(deal)
        .filter(found -> user.seesAll() || found.deal().requester().equals(user.account()))
        .map(this::view);
  }

  private DealView view(Deals.Recorded recorded) {
    Deal deal = recorded.deal();
    List<Deals.SettledPartition> settled = deals.partitions(deal.id());
    Instant finalDeadline = deal.startedAt().plus(deal.category().untilFinalDeadline());
    long tasks = settled.stream().mapToLong(p -> p.certified() + p.failed()).sum();
    return new DealView(
        deal.id().hex(),
        BagId.of(deal.id()).text(),
        deal.app().hex(),
        deal.dataset().hex(),
        deal.pool().hex(),
        deal.requester().hex(),
        deal.prices().app().units().toString(),
        deal.prices().dataset().units().toString(),
        deal.prices().pool().units().toString(),
        deal.category().name(),
        deal.trust().value(),
        deal.tasks().botFirst(),
        deal.tasks().botSize(),
        deal.workerStake().units().toString(),
        deal.startedAt(),
        finalDeadline,
        state(tasks, deal, finalDeadline),
        recorded.transaction(),
        recorded.block(),
        settled.stream().map(DealQueries::partition).toList());
  }

  private String state(long settledTasks, Deal deal, Instant finalDeadline) {
    if (settledTasks == deal.tasks().botSize()) {
      return "SETTLED";
    }
    return clock.instant().isAfter(finalDeadline) ? "EXPIRED" : "OPEN";
  }

  private static PartitionView partition(Deals.SettledPartition settled) {
    long tasks = settled.certified() + settled.failed();
    return new PartitionView(
        settled.number(),
        0,
        tasks,
        "PAID",
        new Counts(0, 0, 0, settled.certified(), settled.failed()),
        null,
        0,
        settled.transaction());
  }
}
