package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.schedule.Preemption;
import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.EventView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.roaringbitmap.RoaringBitmap;

/**
 * Leases that are taken back so that another bag need not wait for their end: whom they are taken
 * from, on which workers, and who is given their place. In memory: who takes a bag over begins
 * anew.
 */
public final class Preemptions {
  /** A worker that did not hear of it is told again after this. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final Preemption policy;
  private final Candidacy candidacy;
  private final Clock clock;
  private final Map<BagId, Instant> waiting = new HashMap<>();
  private final Map<LeaseId, Asked> asked = new HashMap<>();
  private final Map<Address, Deque<BagId>> owed = new HashMap<>();
  private final Map<BagId, RoaringBitmap> spared = new HashMap<>();
  private final Map<BagId, Integer> lost = new HashMap<>();
  private final Map<BagId, Integer> won = new HashMap<>();
  private Consumer<EventView> events = event -> {};

  /** What must be known of bags and hosts. */
  interface Candidacy {
    /** Whether a host could be leased tasks of a bag, were it not for what it runs of another. */
    boolean couldTake(BagRun bag, Host host, BagRun instead);

    /** Leases that would do for the tasks of a bag that wait. */
    int leasesWanted(BagRun bag);
  }

  /** A lease that is being taken back. */
  private static final class Asked {
    private final Address worker;
    private final BagId gainer;
    private Instant told = Instant.MIN;

    Asked(Address worker, BagId gainer) {
      this.worker = worker;
      this.gainer = gainer;
    }
  }

  /** A lease as it is held now. */
  private record Running(BagRun bag, BookReport.Held held) {}

  Preemptions(Preemption policy, Candidacy candidacy, Clock clock) {
    this.policy = policy;
    this.candidacy = candidacy;
    this.clock = clock;
  }

  /** Hears of leases that are taken back, as {@code bag.preempted}. */
  synchronized void onEvent(Consumer<EventView> listener) {
    events = listener;
  }

  /**
   * Looks who waits too long, and takes back what would serve them.
   *
   * @param online the hosts that take work
   */
  synchronized void look(Collection<BagRun> bags, List<Host> online) {
    List<Running> running = running(bags);
    forget(bags, running);
    Map<Address, Host> hosts = new HashMap<>();
    online.forEach(host -> hosts.put(host.worker().address(), host));
    owed.keySet().retainAll(hosts.keySet());
    for (BagRun bag : bags) {
      List<Preemption.Candidate<Running>> candidates =
          bag.hasWork() ? candidates(bag, running, hosts) : List.of();
      if (candidates.isEmpty()) {
        waiting.remove(bag.terms().id());
      } else if (hasWaited(bag.terms().id())) {
        takeBack(bag, candidates);
      }
    }
  }

  private boolean hasWaited(BagId bag) {
    Instant since = waiting.computeIfAbsent(bag, key -> clock.instant());
    return !since.plus(policy.patience()).isAfter(clock.instant());
  }

  private static List<Running> running(Collection<BagRun> bags) {
    List<Running> running = new ArrayList<>();
    for (BagRun bag : bags) {
      for (PartitionRun run : bag.partitions()) {
        run.look(BookReport::held).forEach(held -> running.add(new Running(bag, held)));
      }
    }
    return running;
  }

  private void forget(Collection<BagRun> bags, List<Running> running) {
    Set<BagId> there = new HashSet<>();
    bags.forEach(bag -> there.add(bag.terms().id()));
    List.of(waiting, spared, lost, won).forEach(each -> each.keySet().retainAll(there));
    Set<LeaseId> held = new HashSet<>();
    running.forEach(each -> held.add(each.held.lease()));
    asked.entrySet().stream()
        .filter(each -> !held.contains(each.getKey()))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::ended);
    asked.values().removeIf(each -> !there.contains(each.gainer));
    owed.values().forEach(each -> each.removeIf(bag -> !there.contains(bag)));
    owed.values().removeIf(Deque::isEmpty);
  }

  /** The leases that may be taken back for a bag. */
  private List<Preemption.Candidate<Running>> candidates(
      BagRun bag, List<Running> running, Map<Address, Host> hosts) {
    boolean hasWorker = running.stream().anyMatch(each -> each.bag == bag);
    List<Preemption.Candidate<Running>> candidates = new ArrayList<>();
    for (Running each : running) {
      Host host = hosts.get(each.held.worker());
      boolean isTakeable =
          each.bag != bag
              && host != null
              && !asked.containsKey(each.held.lease())
              && !isSpared(each)
              && (isReserved(bag, each.bag, host) || (!hasWorker && isAbove(bag, each.bag, host)));
      if (isTakeable && candidacy.couldTake(bag, host, each.bag)) {
        BagSpec spec = each.bag.terms().bag().spec();
        candidates.add(
            new Preemption.Candidate<>(
                each,
                spec.schedule().priority(),
                spec.checkpoint().isPresent(),
                each.held.since()));
      }
    }
    return candidates;
  }

  /** No task is taken back twice. */
  private boolean isSpared(Running each) {
    RoaringBitmap tasks = spared.get(each.bag.terms().id());
    return tasks != null
        && tasks.intersects(each.held.first(), each.held.first() + each.held.count());
  }

  private boolean isReserved(BagRun bag, BagRun other, Host host) {
    Optional<Reservation> kept = host.kept();
    String project = bag.terms().bag().spec().project();
    return policy.mode().heedsReservations()
        && kept.isPresent()
        && !kept.get().lent()
        && kept.get().project().equals(project)
        && !other.terms().bag().spec().project().equals(project);
  }

  /** Priorities are their owner's word about its own bags. */
  private boolean isAbove(BagRun bag, BagRun other, Host host) {
    boolean isKeptForOther =
        host.kept()
            .filter(kept -> kept.project().equals(other.terms().bag().spec().project()))
            .isPresent();
    return !isKeptForOther
        && bag.demands().holder().equals(other.demands().holder())
        && policy.isAbove(
            bag.terms().bag().spec().schedule().priority(),
            other.terms().bag().spec().schedule().priority());
  }

  private void takeBack(BagRun bag, List<Preemption.Candidate<Running>> candidates) {
    BagId gainer = bag.terms().id();
    long underWay = asked.values().stream().filter(each -> each.gainer.equals(gainer)).count();
    long promised =
        owed.values().stream().flatMap(Deque::stream).filter(each -> each.equals(gainer)).count();
    int wanted = (int) (candidacy.leasesWanted(bag) - underWay - promised);
    Preemption.chosen(candidates, wanted).forEach(each -> ask(each, gainer));
  }

  private void ask(Running each, BagId gainer) {
    BagId loser = each.bag.terms().id();
    asked.put(each.held.lease(), new Asked(each.held.worker(), gainer));
    spared
        .computeIfAbsent(loser, key -> new RoaringBitmap())
        .add(each.held.first(), each.held.first() + each.held.count());
    lost.merge(loser, 1, Integer::sum);
    won.merge(gainer, 1, Integer::sum);
    events.accept(
        new EventView(
            0,
            clock.instant(),
            "bag.preempted",
            loser.text(),
            Map.of(
                "lease", each.held.lease().toString(),
                "worker", each.held.worker().hex(),
                "first", Long.toString(each.held.first()),
                "tasks", Integer.toString(each.held.count()))));
  }

  /** Leases that a worker is to hand back soon, if it was not told just now. */
  List<String> retreats(Address worker) {
    return isOff() ? List.of() : told(worker);
  }

  private boolean isOff() {
    return policy.mode() == Preemption.Mode.NONE;
  }

  private synchronized List<String> told(Address worker) {
    Instant now = clock.instant();
    List<String> retreats = new ArrayList<>();
    asked.forEach(
        (lease, each) -> {
          if (each.worker.equals(worker)
              && (each.told.equals(Instant.MIN) || !each.told.plus(AGAIN).isAfter(now))) {
            each.told = now;
            retreats.add(lease.toString());
          }
        });
    return retreats;
  }

  /**
   * A worker spoke: what it was to hand back may have ended.
   *
   * @param runs whether a lease is still held
   */
  void heard(Address worker, Predicate<LeaseId> runs) {
    if (!isOff()) {
      synchronized (this) {
        asked.entrySet().stream()
            .filter(each -> each.getValue().worker.equals(worker))
            .map(Map.Entry::getKey)
            .filter(lease -> !runs.test(lease))
            .toList()
            .forEach(this::ended);
      }
    }
  }

  /** Its place is owed to the bag that it was taken back for. */
  private void ended(LeaseId lease) {
    Asked each = asked.remove(lease);
    owed.computeIfAbsent(each.worker, key -> new ArrayDeque<>()).add(each.gainer);
  }

  /** The bag that the next place of a worker is owed to; asked once for each. */
  Optional<BagId> owed(Address worker) {
    if (isOff()) {
      return Optional.empty();
    }
    synchronized (this) {
      Deque<BagId> places = owed.get(worker);
      return places == null ? Optional.empty() : Optional.ofNullable(places.poll());
    }
  }

  /** What there is to say about a bag. */
  public synchronized List<String> facts(BagId bag) {
    List<String> facts = new ArrayList<>();
    int taken = lost.getOrDefault(bag, 0);
    if (taken > 0) {
      facts.add(
          taken
              + " of its leases were taken back for a reservation or a higher priority; no task of"
              + " them is taken back again");
    }
    int gained = won.getOrDefault(bag, 0);
    if (gained > 0) {
      facts.add(gained + " leases of other bags were taken back so that it need not wait");
    }
    return facts;
  }
}
