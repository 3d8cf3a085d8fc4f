package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import io.gridbourse.domain.wire.TailViews.CostView;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.market.insurance.InsuredBags;
import io.gridbourse.ejb.pool.StoredHosts;
import io.gridbourse.ejb.schedule.BagRun;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.promise.Forecasts;
import io.gridbourse.ejb.schedule.support.SupportQueries;
import io.gridbourse.ejb.settings.PoolSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows bags and partitions: rows for what has ended, books for what runs. */
final class BagViews {
  private static final double MILLIS_PER_SECOND = 1_000;

  /** A finish is predicted once one task in so many is decided. */
  private static final long PREDICTED_FROM_ONE_IN = 50;

  private final Dispatcher dispatcher;
  private final Deals deals;
  private final CourtViews court;
  private final Forecasts forecasts;
  private final SupportQueries support;
  private final PoolSettings pool;
  private final InsuredBags insured;
  private final StoredHosts hosts;
  private final Clock clock;

  /** What the ledger says of bags. */
  record Ledger(Deals deals, InsuredBags insured, CourtViews court) {}

  BagViews(
      Dispatcher dispatcher,
      Ledger ledger,
      Forecasts forecasts,
      SupportQueries support,
      PoolSettings pool,
      StoredHosts hosts,
      Clock clock) {
    this.hosts = hosts;
    this.dispatcher = dispatcher;
    this.deals = ledger.deals();
    this.court = ledger.court();
    this.forecasts = forecasts;
    this.support = support;
    this.pool = pool;
    this.insured = ledger.insured();
    this.clock = clock;
  }

  Views.BagView bag(StoredBags.Recorded recorded, List<Partition> partitions, boolean inFull) {
    Bag bag = recorded.bag();
    Optional<Deals.Recorded> deal = deals.recorded(bag.deal());
    Shown shownOf =
        inFull ? new Shown(transactions(bag), court.windows(bag)) : new Shown(Map.of(), Map.of());
    List<Views.PartitionView> shown =
        partitions.stream().map(each -> partition(each, shownOf)).toList();
    Views.Counts counts = counts(recorded, shown);
    Optional<Double> rate = rate(recorded, counts);
    Optional<ForecastView> forecast = inFull ? forecasts.of(bag.id()) : Optional.empty();
    Optional<String> poolAddress =
        deal.map(each -> each.deal().pool().hex()).or(() -> bag.spec().market().pool());
    return new Views.BagView(
        bag.id().text(),
        bag.spec().name(),
        bag.spec().project().isEmpty() ? null : bag.spec().project(),
        bag.spec().labels(),
        bag.requester().hex(),
        bag.spec().app(),
        bag.state().name(),
        bag.reason().orElse(null),
        bag.cancelRequested(),
        recorded.tasks(),
        counts,
        bag.spec().trust().value(),
        bag.spec().trust().confidence(),
        bag.spec().verification().method().text(),
        bag.spec().market().category().name(),
        poolAddress.orElse(null),
        poolAddress
            .filter(pool.address().hex()::equals)
            .map(address -> pool.description())
            .orElse(null),
        deal.map(each -> each.deal().prices().total().units().toString()).orElse(null),
        bag.spec().market().budget().units().toString(),
        spent(deal, partitions).units().toString(),
        bag.deal().hex(),
        deal.map(Deals.Recorded::transaction).orElse(null),
        bag.submittedAt(),
        recorded.startedAt().orElse(null),
        recorded.endedAt().orElse(null),
        rate.orElse(null),
        forecast
            .filter(each -> bag.state() == BagState.RUNNING)
            .flatMap(each -> Optional.ofNullable(each.expected()))
            .or(() -> predictedEnd(bag, counts, rate))
            .orElse(null),
        forecast.orElse(null),
        inFull ? forecasts.promised(bag.id()).orElse(null) : null,
        inFull ? dispatcher.find(bag.id()).map(BagRun::copied).orElse(null) : null,
        inFull ? support.of(bag.id()).orElse(null) : null,
        inFull ? insured.view(bag.id(), bag.deal()).orElse(null) : null,
        inFull ? hosts.energyOf(bag.id()).orElse(null) : null,
        inFull ? cost(recorded, deal, partitions, counts).orElse(null) : null,
        inFull ? shown : List.of());
  }

  /** What is told of partitions, by their numbers. */
  private record Shown(Map<Integer, String> transactions, Map<Integer, Instant> windows) {}

  private Views.PartitionView partition(Partition partition, Shown shown) {
    return new Views.PartitionView(
        partition.number(),
        partition.first(),
        partition.tasks(),
        partition.state().name(),
        counts(partition),
        partition.node().orElse(null),
        partition.epoch(),
        shown.transactions().get(partition.number()),
        shown.windows().get(partition.number()));
  }

  /** Counts of a partition: of its book while it is driven here. */
  Views.Counts counts(Partition partition) {
    return dispatcher
        .find(partition.bag(), partition.number())
        .map(run -> run.look(BookReport::counts))
        .map(
            counts ->
                new Views.Counts(
                    counts.waiting(),
                    counts.leased(),
                    counts.sealed(),
                    counts.succeeded(),
                    counts.failed()))
        .orElseGet(() -> stored(partition));
  }

  private static Views.Counts stored(Partition partition) {
    Partition.Tally tally = partition.tally();
    return new Views.Counts(
        partition.tasks() - tally.decided(),
        0,
        0,
        tally.succeeded(),
        tally.programFailed() + tally.givenUp());
  }

  private static Views.Counts counts(
      StoredBags.Recorded recorded, List<Views.PartitionView> partitions) {
    if (partitions.isEmpty()) {
      return new Views.Counts(recorded.tasks(), 0, 0, 0, 0);
    }
    long[] sums = new long[5];
    for (Views.PartitionView partition : partitions) {
      sums[0] += partition.counts().waiting();
      sums[1] += partition.counts().leased();
      sums[2] += partition.counts().sealed();
      sums[3] += partition.counts().certified();
      sums[4] += partition.counts().failed();
    }
    return new Views.Counts(sums[0], sums[1], sums[2], sums[3], sums[4]);
  }

  private Map<Integer, String> transactions(Bag bag) {
    Map<Integer, String> transactions = new HashMap<>();
    deals
        .partitions(bag.deal())
        .forEach(each -> transactions.put(each.number(), each.transaction()));
    return transactions;
  }

  /** Of a settled partition what was not certified came back; nobody pays for what was given up. */
  private Optional<CostView> cost(
      StoredBags.Recorded recorded,
      Optional<Deals.Recorded> deal,
      List<Partition> partitions,
      Views.Counts counts) {
    if (deal.isEmpty()) {
      return Optional.empty();
    }
    NanoRlc price = deal.get().deal().prices().total();
    NanoRlc paid = spent(deal, partitions);
    NanoRlc reserved = price.times(recorded.tasks());
    long open = counts.waiting() + counts.leased() + counts.sealed();
    long possible = recorded.endedAt().isPresent() ? 0 : open;
    long due =
        recorded.endedAt().isPresent() ? 0 : partitions.stream().mapToLong(this::payable).sum();
    NanoRlc owed = atLeastNothing(price.times(due), paid);
    NanoRlc rest = atLeastNothing(reserved, paid.plus(owed).plus(price.times(possible)));
    return Optional.of(
        new CostView(
            reserved.units().toString(),
            paid.units().toString(),
            owed.units().toString(),
            price.times(possible).units().toString(),
            rest.units().toString()));
  }

  /** Tasks with a certificate, of success or failure: of its book while it is driven here. */
  private long payable(Partition partition) {
    return dispatcher
        .find(partition.bag(), partition.number())
        .map(run -> (long) run.look(BookReport::counts).certified())
        .orElseGet(() -> partition.tally().succeeded() + (long) partition.tally().programFailed());
  }

  private static NanoRlc atLeastNothing(NanoRlc from, NanoRlc amount) {
    return from.compareTo(amount) > 0 ? from.minus(amount) : NanoRlc.ZERO;
  }

  private static NanoRlc spent(Optional<Deals.Recorded> deal, List<Partition> partitions) {
    if (deal.isEmpty()) {
      return NanoRlc.ZERO;
    }
    long paid =
        partitions.stream()
            .filter(each -> each.state() == PartitionState.SETTLED)
            .mapToLong(each -> each.tally().succeeded() + (long) each.tally().programFailed())
            .sum();
    return deal.get().deal().prices().total().times(paid);
  }

  /** Decided tasks per second since the bag started. */
  private Optional<Double> rate(StoredBags.Recorded recorded, Views.Counts counts) {
    long decided = counts.certified() + counts.failed();
    if (recorded.startedAt().isEmpty() || decided == 0) {
      return Optional.empty();
    }
    Instant until = recorded.endedAt().orElseGet(clock::instant);
    double seconds =
        Duration.between(recorded.startedAt().get(), until).toMillis() / MILLIS_PER_SECOND;
    return seconds > 0 ? Optional.of(decided / seconds) : Optional.empty();
  }

  private Optional<Instant> predictedEnd(Bag bag, Views.Counts counts, Optional<Double> rate) {
    long open = counts.waiting() + counts.leased() + counts.sealed();
    long decided = counts.certified() + counts.failed();
    // The first leases probe with few tasks: their pace is no measure for the rest.
    boolean tooEarly = decided * PREDICTED_FROM_ONE_IN < decided + open;
    if (bag.state() != BagState.RUNNING || rate.isEmpty() || open == 0 || tooEarly) {
      return Optional.empty();
    }
    double millis = open / rate.get() * MILLIS_PER_SECOND;
    // A prediction beyond a year says nothing.
    return millis < Duration.ofDays(366).toMillis()
        ? Optional.of(clock.instant().plusMillis((long) millis))
        : Optional.empty();
  }
}
