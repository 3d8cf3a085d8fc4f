package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.pool.WorkerStandings;
import io.gridbourse.domain.proof.PartitionBook.Candidate;
import io.gridbourse.domain.proof.PartitionBook.Grant;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.schedule.Turns;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.pool.Presence;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Chooses what a worker gets: bags by turns, then the partitions of the bag. */
final class Grants {
  /** Leases that one answer may carry. */
  private static final int LEASES_MAX = 64;

  private static final double LEAST_SERVICE_MILLIS = 1;
  private final Map<BagId, BagRun> bags = new ConcurrentHashMap<>();
  private final Turns<BagId> turns = new Turns<>();
  private final WorkerStandings standings;
  private final Risks risks;
  private final Presence presence;
  private final Clock clock;

  Grants(WorkerStandings standings, Risks risks, Presence presence, Clock clock) {
    this.standings = standings;
    this.risks = risks;
    this.presence = presence;
    this.clock = clock;
  }

  Collection<BagRun> bags() {
    return bags.values();
  }

  Optional<BagRun> find(BagId bag) {
    return Optional.ofNullable(bags.get(bag));
  }

  void join(BagRun bag) {
    bags.put(bag.terms().id(), bag);
    synchronized (turns) {
      turns.join(bag.terms().id());
    }
  }

  void leave(BagId bag) {
    bags.remove(bag);
    synchronized (turns) {
      turns.leave(bag);
    }
  }

  /** Up to {@code wish} leases for a worker, each from the bag whose turn it is. */
  List<WorkerWire.Grant> grant(Address worker, int wish, Set<String> drivers) {
    List<WorkerWire.Grant> grants = new ArrayList<>();
    while (grants.size() < Math.min(wish, LEASES_MAX)) {
      Optional<WorkerWire.Grant> grant = next(worker, drivers);
      if (grant.isEmpty()) {
        break;
      }
      grants.add(grant.get());
    }
    return grants;
  }

  private Optional<WorkerWire.Grant> next(Address worker, Set<String> drivers) {
    for (BagId id : order()) {
      BagRun bag = bags.get(id);
      if (bag != null && drivers.contains(bag.terms().program().driver())) {
        Optional<WorkerWire.Grant> grant = grant(bag, worker);
        if (grant.isPresent()) {
          serve(bag, grant.get().count());
          return grant;
        }
      }
    }
    return Optional.empty();
  }

  private List<BagId> order() {
    synchronized (turns) {
      return turns.order();
    }
  }

  private void serve(BagRun bag, int tasks) {
    double millis = tasks * (bag.taskTime().toNanos() / 1e6);
    synchronized (turns) {
      turns.serve(bag.terms().id(), Math.max(LEAST_SERVICE_MILLIS, millis));
    }
  }

  private Optional<WorkerWire.Grant> grant(BagRun bag, Address worker) {
    int max = allowance(bag, worker);
    if (max < 1) {
      return Optional.empty();
    }
    long weight = PocoRule.weight(standings.scoreAt(worker, bag.terms().deal().startedAt()));
    int workers = Math.max(1, presence.online(bag.terms().program().driver()).size());
    Candidate candidate = new Candidate(worker, weight);
    for (PartitionRun run : bag.rotated()) {
      try {
        Optional<Grant> grant =
            run.act(
                    book ->
                        book.grant(candidate, LeaseTerms.wish(bag, workers, max), clock.instant()))
                .result();
        if (grant.isPresent()) {
          return grant.map(each -> wire(run, each));
        }
      } catch (PartitionGone e) {
        // Its driver reads it anew and registers it again.
      }
    }
    return Optional.empty();
  }

  /** Tasks that a worker may be leased of a bag now. */
  int allowance(BagRun bag, Address worker) {
    int affordable =
        risks.affordable(worker, bag.terms().deal().workerStake().units(), bags.values());
    int parallel = bag.terms().bag().spec().limits().parallel();
    if (parallel == 0) {
      return affordable;
    }
    int leased =
        bag.partitions().stream()
            .mapToInt(run -> run.look(report -> report.tasksUnderLease()))
            .sum();
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
        terms.program());
  }
}
