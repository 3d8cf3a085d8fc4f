package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.Counts;
import io.gridbourse.domain.wire.Views.DealView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.PartitionView;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Final deals, for their requester or for who sees all. */
@ApplicationScoped
public class DealQueries {
  private Deals deals;
  private Clock clock;

  protected DealQueries() {}

  /** Queries over the deals. */
  @Inject
  public DealQueries(Deals deals, Clock clock) {
    this.deals = deals;
    this.clock = clock;
  }

  /**
   * A page of the deals that the user may see, the newest first.
   *
   * @param after the last deal of the page before
   */
  public Page<DealView> list(User user, int limit, Optional<DealId> after) {
    Optional<Address> requester = user.seesAll() ? Optional.empty() : Optional.of(user.account());
    List<Deals.Recorded> rows = deals.page(requester, after, limit + 1);
    Map<DealId, List<Deals.SettledPartition>> settled =
        deals.partitions(rows.stream().map(row -> row.deal().id()).toList());
    return Page.of(
        rows,
        limit,
        row -> view(row, settled.getOrDefault(row.deal().id(), List.of())),
        row -> row.deal().id().hex());
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
        .map(found -> view(found, deals.partitions(deal)));
  }

  private DealView view(Deals.Recorded recorded, List<Deals.SettledPartition> settled) {
    Deal deal = recorded.deal();
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
        settled.transaction(),
        null);
  }
}
