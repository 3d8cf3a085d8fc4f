package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.pool.HostMeasures;
import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PartitionBook.Candidate;
import io.gridbourse.domain.proof.PartitionBook.Grant;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.schedule.Fares;
import io.gridbourse.domain.schedule.Preemption;
import io.gridbourse.domain.schedule.RankedAs;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.pool.LeaseQuotas;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.settings.ScheduleSettings;
import io.gridbourse.ejb.settings.ScheduleSettings.ShareIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Leases to workers: of the bags that a worker may run, in the order that {@link Choice} gives,
 * within what its pledge and the bag's limits allow.
 */
final class Grants {
  /** Leases that one answer may carry. */
  private static final int LEASES_MAX = 64;

  private static final double LEAST_SERVICE_MILLIS = 1;

  /** Time after which it is looked again who waits. */
  private static final long LOOK_MILLIS = 1_000;

  private final Map<BagId, BagRun> bags = new ConcurrentHashMap<>();
  private final WorkerRates rates = new WorkerRates();
  private final LeaseReasons reasons = new LeaseReasons();
  private final Fares fares = new Fares();
  private final Risks risks;
  private final Presence presence;
  private final ScheduleSettings settings;
  private final Candidates candidates;
  private final Clock clock;
  private final Choice choice;
  private final Epochs epochs;
  private final Matches matches;
  private final FreeUnits free = new FreeUnits();
  private final Preemptions preemptions;
  private final Steadiness steadiness;
  private volatile Spares spares = Spares.NONE;
  private volatile long looksAgain;
  private volatile Licences licences = Licences.NONE;
  private volatile LeaseQuotas quotas = LeaseQuotas.NONE;

  Grants(
      Risks risks,
      Presence presence,
      HostMeasures measures,
      ScheduleSettings settings,
      Candidates candidates,
      Clock clock) {
    this.risks = risks;
    this.presence = presence;
    this.settings = settings;
    this.candidates = candidates;
    this.clock = clock;
    this.choice = new Choice(settings);
    this.matches = new Matches(measures);
    this.preemptions = new Preemptions(settings.preemption(), new Taking(), clock);
    this.steadiness = new Steadiness(measures, presence, clock);
    this.epochs =
        new Epochs(
            presence,
            settings,
            choice,
            new Epochs.Known(new HostSteps(measures), matches, steadiness),
            clock);
  }

  /** How fast workers are. */
  WorkerRates rates() {
    return rates;
  }

  /** Why leases were granted. */
  LeaseReasons reasons() {
    return reasons;
  }

  /** Which bag comes first for a host. */
  Choice choice() {
    return choice;
  }

  /** What the choice goes by. */
  Epochs epochs() {
    return epochs;
  }

  /** Leases that are taken back for other bags. */
  Preemptions preemptions() {
    return preemptions;
  }

  /** Who could take the place of what is taken back. */
  private final class Taking implements Preemptions.Candidacy {
    @Override
    public boolean couldTake(BagRun bag, Host host, BagRun instead) {
      Address worker = host.worker().address();
      UnitNeed need = bag.demands().units();
      boolean isDedicated =
          spares
              .dedicated(host.worker())
              .filter(only -> !only.equals(bag.terms().id()))
              .isPresent();
      return !isDedicated
          && bag.demands().eligibility().admits(host)
          && (free.covers(worker, need) || instead.demands().units().covers(need))
          && allowance(bag, worker) > 0
          && !steadiness.keepsBack(bag, worker, epochs.online(bag.terms().program().driver()))
          && candidates.of(bag, worker, weight(bag, worker)).isPresent();
    }

    @Override
    public int leasesWanted(BagRun bag) {
      long waiting = 0;
      for (PartitionRun run : bag.partitions()) {
        BookReport.Waits waits = run.look(BookReport::waits);
        waiting += waits.fresh() + waits.needyTasks();
      }
      int parallel = bag.terms().bag().spec().limits().parallel();
      long most = parallel == 0 ? waiting : Math.min(waiting, parallel);
      int lease = bag.leaseTasks(epochs.online(bag.terms().program().driver()));
      return (int) Math.min(LEASES_MAX, (most + lease - 1) / Math.max(1, lease));
    }
  }

  /** Counted things that are free on workers. */
  FreeUnits free() {
    return free;
  }

  private boolean isFit(BagRun bag, Host host) {
    UnitNeed need = bag.demands().units();
    return bag.demands().eligibility().admits(host) && free.covers(host.worker().address(), need);
  }

  /** Which hosts and bags suit each other by their expressions. */
  Matches matches() {
    return matches;
  }

  /** How long hosts stay. */
  Steadiness steadiness() {
    return steadiness;
  }

  /** Sets what promises to requesters add. */
  void spares(Spares added) {
    spares = added;
  }

  /** Sets what holds hosts back whose leases come to nothing. */
  void quotas(LeaseQuotas added) {
    quotas = added;
  }

  /** What holds hosts back whose leases come to nothing. */
  LeaseQuotas quotas() {
    return quotas;
  }

  /** Ranks anew if something changed, and looks once a second who waits too long. */
  void tick() {
    epochs.tick();
    if (clock.millis() < looksAgain) {
      return;
    }
    looksAgain = clock.millis() + LOOK_MILLIS;
    licences.tick(this::isHeld);
    if (settings.preemption().mode() != Preemption.Mode.NONE) {
      preemptions.look(choice.bags(), epochs.hosts());
    }
  }

  /** Whether a worker still runs a lease. */
  boolean isHeld(LeaseId lease) {
    return find(lease.bag()).stream()
        .flatMap(bag -> bag.partitions().stream())
        .filter(run -> run.scope().number() == lease.partition())
        .anyMatch(
            run ->
                run.look(BookReport::held).stream().anyMatch(each -> each.lease().equals(lease)));
  }

  /** Sets the licences of the pool. */
  void licences(Licences known) {
    licences = known;
  }

  /** The licences of the pool. */
  Licences licences() {
    return licences;
  }

  /** Their names. */
  Set<String> licenceNames() {
    return settings.licences().keySet();
  }

  Collection<BagRun> bags() {
    return bags.values();
  }

  Optional<BagRun> find(BagId bag) {
    return Optional.ofNullable(bags.get(bag));
  }

  /** A bag that is about to join. */
  BagRun run(Terms terms, Duration leaseTarget) {
    Demands demands =
        new Demands(ShareHolder.of(terms, settings), terms, matches, settings.licences().keySet());
    return new BagRun(terms, demands, leaseTarget, choice::note, clock.instant());
  }

  void join(BagRun bag) {
    boolean isNew = bags.put(bag.terms().id(), bag) == null;
    if (isNew) {
      epochs.data().join(bag.terms());
    }
    choice.join(bag);
    if (isNew && !epochs.isSlow()) {
      epochs.refresh();
    }
  }

  void leave(BagId bag) {
    bags.remove(bag);
    epochs.data().leave(bag);
    choice.leave(bag);
  }

  /** Up to {@code wish} leases for a worker, each from the bag that comes first for it. */
  List<WorkerWire.Grant> grant(Address worker, int wish, Set<String> drivers) {
    List<WorkerWire.Grant> grants = new ArrayList<>();
    Optional<Worker> known = bags.isEmpty() ? Optional.empty() : presence.find(worker);
    if (known.isEmpty()) {
      return grants;
    }
    Host host = new Host(known.get(), drivers, epochs.keptFor(worker));
    while (grants.size() < Math.min(wish, LEASES_MAX)) {
      Optional<WorkerWire.Grant> grant = next(host);
      if (grant.isEmpty()) {
        break;
      }
      grants.add(grant.get());
    }
    return grants;
  }

  private Optional<WorkerWire.Grant> next(Host host) {
    Optional<WorkerWire.Grant> owed =
        preemptions
            .owed(host.worker().address())
            .flatMap(this::find)
            .filter(bag -> isFit(bag, host))
            .flatMap(bag -> throttled(bag, host.worker().address()))
            .map(lease -> given(host, lease, Optional.empty(), LeaseReasons.Kind.PREEMPTED));
    return owed.isPresent() ? owed : nextByRank(host);
  }

  private Optional<WorkerWire.Grant> nextByRank(Host host) {
    Optional<BagId> only = spares.dedicated(host.worker());
    Choice.Walk walk = choice.walk(epochs.classOf(host));
    for (Optional<Choice.Offer> offer = walk.next(); offer.isPresent(); offer = walk.next()) {
      BagRun bag = offer.get().bag();
      boolean isOffered = only.isEmpty() || only.get().equals(bag.terms().id());
      if (isOffered && isFit(bag, host)) {
        Optional<Spares.Spare> lease = throttled(bag, host.worker().address());
        if (lease.isPresent()) {
          Optional<RankedAs> as = offer.get().as();
          return Optional.of(given(host, lease.get(), as, kind(only, as)));
        }
      }
    }
    return spares
        .duplicate(host.worker(), bag -> duplicable(bag, host, only))
        .map(spare -> given(host, spare, Optional.empty(), LeaseReasons.Kind.DUPLICATE));
  }

  private static LeaseReasons.Kind kind(Optional<BagId> only, Optional<RankedAs> as) {
    if (only.isPresent()) {
      return LeaseReasons.Kind.DEDICATED;
    }
    return as.isEmpty()
        ? LeaseReasons.Kind.NEW
        : as.get().inTurns() ? LeaseReasons.Kind.TURN : LeaseReasons.Kind.RANK;
  }

  private int duplicable(BagRun bag, Host host, Optional<BagId> only) {
    boolean isOffered = only.isEmpty() || only.get().equals(bag.terms().id());
    return isOffered && isFit(bag, host) ? allowance(bag, host.worker().address()) : 0;
  }

  private WorkerWire.Grant given(
      Host host, Spares.Spare lease, Optional<RankedAs> as, LeaseReasons.Kind kind) {
    serve(lease.run().bag(), lease.grant().count());
    reasons.note(
        lease.grant().lease(),
        new LeaseReasons.Reason(host.worker().address(), clock.instant(), kind, as));
    free.take(host.worker().address(), lease.run().bag().demands().units());
    if (epochs.data().leased(host.worker().address(), lease.run().bag().terms().id())) {
      epochs.dataChanged();
    }
    return wire(lease.run(), lease.grant());
  }

  private void serve(BagRun bag, int tasks) {
    double millis = tasks * (bag.taskTime().toNanos() / 1e6);
    double charge = settings.shareIn() == ShareIn.MONEY ? fare(bag, tasks, millis) : millis;
    choice.serve(
        bag, Math.max(LEAST_SERVICE_MILLIS, millis), Math.max(LEAST_SERVICE_MILLIS, charge));
  }

  private double fare(BagRun bag, int tasks, double millis) {
    double price = bag.terms().deal().prices().pool().units().doubleValue();
    synchronized (fares) {
      return fares.charge(millis, tasks * price);
    }
  }

  private Optional<Spares.Spare> throttled(BagRun bag, Address worker) {
    Map<String, Integer> wanted = bag.demands().licences();
    return wanted.isEmpty()
        ? counted(bag, worker)
        : licences.during(wanted, () -> counted(bag, worker));
  }

  /** Where tasks that run at once are counted, nobody else leases any between count and lease. */
  private Optional<Spares.Spare> counted(BagRun bag, Address worker) {
    if (bag.terms().bag().spec().limits().parallel() == 0) {
      return grant(bag, worker);
    }
    bag.throttle().lock();
    try {
      return grant(bag, worker);
    } finally {
      bag.throttle().unlock();
    }
  }

  private Optional<Spares.Spare> grant(BagRun bag, Address worker) {
    int max = allowance(bag, worker);
    if (max < 1) {
      return Optional.empty();
    }
    long weight = weight(bag, worker);
    epochs.weighs(worker, weight);
    int workers = epochs.online(bag.terms().program().driver());
    if (steadiness.keepsBack(bag, worker, workers)) {
      return Optional.empty();
    }
    Duration longest = steadiness.longestLease(worker);
    return candidates
        .of(bag, worker, weight)
        .flatMap(
            candidate ->
                bag.lease(
                    book ->
                        book.grant(
                            candidate,
                            LeaseTerms.wish(bag, workers, longest, max),
                            clock.instant())));
  }

  /** The worker as a voter of a bag; empty if it is given nothing. */
  Optional<Candidate> candidate(BagRun bag, Address worker) {
    return candidates.of(bag, worker, weight(bag, worker));
  }

  private long weight(BagRun bag, Address worker) {
    Instant start = bag.terms().deal().startedAt();
    return PocoRule.weight(risks.standings().scoreAt(worker, start));
  }

  /** Tasks that a worker may be leased of a bag now. */
  int allowance(BagRun bag, Address worker) {
    return isWithinQuota(bag, worker) ? room(bag, worker) : 0;
  }

  /** Whether a worker's quota, if the bag goes by quotas, bears another lease today. */
  boolean isWithinQuota(BagRun bag, Address worker) {
    return !bag.terms().isByQuota() || quotas.admits(worker, () -> underWay(worker));
  }

  private long underWay(Address worker) {
    long leases = 0;
    for (BagRun bag : bags.values()) {
      if (bag.terms().isByQuota()) {
        for (PartitionRun run : bag.partitions()) {
          leases += run.look(BookReport::leasesHeld).getOrDefault(worker, 0);
        }
      }
    }
    return leases;
  }

  /** Tasks of a bag that a worker's pledge and the bag's limit leave room for. */
  int room(BagRun bag, Address worker) {
    int affordable =
        risks.affordable(worker, bag.terms().deal().workerStake().units(), bags.values());
    int parallel = bag.terms().bag().spec().limits().parallel();
    if (parallel == 0) {
      return affordable;
    }
    if (bag.isTakenOver() && clock.instant().isBefore(bag.since().plus(Presence.LOST_AFTER))) {
      // Workers that are there drop what they hold for the former node; the others are lost by
      // then.
      return 0;
    }
    int leased =
        bag.partitions().stream().mapToInt(run -> run.look(BookReport::tasksUnderLease)).sum();
    return Math.min(affordable, parallel - leased);
  }

  private static WorkerWire.Grant wire(PartitionRun run, Grant grant) {
    Terms terms = run.bag().terms();
    DealId deal = terms.deal().id();
    return new WorkerWire.Grant(
            grant.lease().toString(),
            grant.fence(),
            terms.id().text(),
            deal.hex(),
            run.scope().number(),
            grant.first(),
            grant.count(),
            grant.sealed(),
            grant.expires().toEpochMilli(),
            grant.before().tasks(),
            grant.before().accumulator().hex(),
            terms.program())
        .taking(need(run.bag().demands().units()));
  }

  private static WorkerWire.@Nullable UnitNeedWire need(UnitNeed need) {
    return need.isNothing()
        ? null
        : new WorkerWire.UnitNeedWire(need.gpuHundredths(), need.counted());
  }
}
