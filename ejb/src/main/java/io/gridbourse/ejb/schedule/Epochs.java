package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.schedule.BagClass;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.HostContents;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ranks anew when something changed: hosts that came, went or are faster than thought, bags,
 * reservations. The last epochs are kept, so that their decisions can be explained.
 */
final class Epochs {
  /** Epochs that can be asked about. */
  static final int KEPT = 256;

  /** Places in the rows of all epochs that are kept, two bytes each; the newest is kept anyway. */
  private static final long PLACES_MAX = 4_000_000;

  /** Ranking that takes longer is left to a thread of its own. */
  private static final long SLOW_MILLIS = 100;

  /** So many times as long as ranking took, nothing is ranked anew: 5 % of a processor at most. */
  private static final int PAUSE = 20;

  /** What the vote of a worker weighs that nothing is known of. */
  private static final long NEW_WEIGHT = PocoRule.weight(0);

  /** Ranking that takes no longer is done at once when a host gets other data. */
  private static final long QUICK_MILLIS = 5;

  /** Time after which hosts and bags are looked at again. */
  private static final long LOOK_MILLIS = 1_000;

  private final Presence presence;
  private final ScheduleSettings settings;
  private final Choice choice;
  private final HostSteps steps;
  private final Matches matches;
  private final Steadiness steadiness;
  private final Clock clock;
  private final Deque<Epoch> kept = new ArrayDeque<>();
  private final Map<Address, Long> weights = new ConcurrentHashMap<>();
  private final ReentrantLock ranking = new ReentrantLock();
  private volatile DataAtHand data;
  private volatile List<Reservation> reservations = List.of();
  private volatile State state = new State(Map.of(), Map.of());
  private long numbers;
  private long restsUntil;
  private volatile long looksAgain;
  private volatile boolean isSlow;
  private volatile boolean isQuick;

  /** What is known of hosts. */
  record Known(HostSteps steps, Matches matches, Steadiness steadiness) {}

  /** Who is online, as it was when last looked at. */
  private record State(Map<Address, HostClass> classes, Map<String, Integer> online) {}

  Epochs(Presence presence, ScheduleSettings settings, Choice choice, Known known, Clock clock) {
    this.presence = presence;
    this.settings = settings;
    this.choice = choice;
    this.steps = known.steps;
    this.matches = known.matches;
    this.steadiness = known.steadiness;
    this.clock = clock;
    this.data = new DataAtHand(new HostContents(clock), name -> OptionalLong.empty(), 1);
  }

  /** Sets what tells which hosts have what bags need. */
  void data(DataAtHand known) {
    data = known;
  }

  /** Which hosts have what bags need. */
  DataAtHand data() {
    return data;
  }

  /** Ranks anew because a host has other data, if that is quick; otherwise it is seen later. */
  void dataChanged() {
    if (isQuick && data.counts()) {
      refresh(true);
    }
  }

  /** The reservations to heed from now on, those that do not hold yet or any more included. */
  void reservations(List<Reservation> all) {
    reservations = List.copyOf(all);
  }

  /** The hosts online, each with the reservation that it is kept for. */
  List<Host> hosts() {
    List<Presence.Here> here = presence.here();
    Map<String, Reservation> keptFor = keptFor(here);
    return here.stream()
        .map(
            each ->
                new Host(
                    each.worker(),
                    each.drivers(),
                    Optional.ofNullable(keptFor.get(each.worker().address().hex()))))
        .toList();
  }

  private Map<String, Reservation> keptFor(List<Presence.Here> here) {
    Instant now = clock.instant();
    Map<String, List<Reservation>> byPool = new HashMap<>();
    reservations.stream()
        .filter(each -> each.holdsAt(now))
        .forEach(each -> byPool.computeIfAbsent(each.pool(), pool -> new ArrayList<>()).add(each));
    Map<String, Reservation> keptFor = new HashMap<>();
    byPool.forEach(
        (pool, holding) ->
            keptFor.putAll(
                Reservation.kept(
                    holding,
                    here.stream()
                        .filter(each -> each.worker().pool().hex().equals(pool))
                        .map(each -> each.worker().address().hex())
                        .toList())));
    return keptFor;
  }

  /** The class of a host; it may be one that the epoch does not know yet. */
  HostClass classOf(Host host) {
    HostClass known = state.classes.get(host.worker().address());
    return known != null ? known : compute(host);
  }

  private HostClass compute(Host host) {
    Address worker = host.worker().address();
    return host.hostClass(
        steps.speed(worker),
        weights.getOrDefault(worker, NEW_WEIGHT),
        steps.watts(worker),
        matches.met(host));
  }

  /** Notes what a worker's vote weighs in the deal that it was last leased tasks of. */
  void weighs(Address worker, long weight) {
    weights.put(worker, weight);
  }

  /** How many workers that run a driver were online lately, at least one. */
  int online(String driver) {
    return Math.max(1, state.online.getOrDefault(driver, 0));
  }

  /** The reservation that a worker was kept for when last looked at. */
  Optional<Reservation> keptFor(Address worker) {
    HostClass known = state.classes.get(worker);
    return known == null || known.reserved().isEmpty()
        ? Optional.empty()
        : reservations.stream().filter(each -> each.id().equals(known.reserved())).findFirst();
  }

  /** An epoch of late, by its number. */
  Optional<Epoch> find(long number) {
    synchronized (kept) {
      return kept.stream().filter(epoch -> epoch.number() == number).findFirst();
    }
  }

  private long places() {
    return kept.stream().mapToLong(each -> (long) each.hostClasses() * each.bagClasses()).sum();
  }

  /** Whether ranking took so long the last time that nobody should wait for it. */
  boolean isSlow() {
    return isSlow;
  }

  /** Ranks anew if something changed, looking a second after the last time at the soonest. */
  void tick() {
    if (clock.millis() >= looksAgain) {
      refresh();
    }
  }

  /** Ranks anew if something changed; if that is being done already it is left to that. */
  void refresh() {
    refresh(false);
  }

  private void refresh(boolean withoutRest) {
    if (!ranking.tryLock()) {
      return;
    }
    try {
      looksAgain = clock.millis() + LOOK_MILLIS;
      rank(!withoutRest && clock.millis() < restsUntil);
    } finally {
      ranking.unlock();
    }
  }

  private void rank(boolean rests) {
    List<Host> hosts = hosts();
    List<BagRun> running = choice.bags();
    matches.look(hosts, running);
    DataAtHand.Look look = data.look(hosts.stream().map(each -> each.worker().address()).toList());
    Map<BagClass, Integer> bagClasses = new LinkedHashMap<>();
    Map<BagId, Integer> classOf = new HashMap<>();
    Instant now = clock.instant();
    for (BagRun bag : running) {
      BagId id = bag.terms().id();
      BagClass each = bag.demands().bagClass(bag.taskTime(), now).needing(data.key(id, look));
      bagClasses.putIfAbsent(each, bagClasses.size());
      classOf.put(id, bagClasses.get(each));
    }
    List<BagClass> bags = List.copyOf(bagClasses.keySet());
    state = state(hosts, bags, look, rests);
    steadiness.look(running, hosts, state.online);
    if (rests) {
      return;
    }
    List<HostClass> hostClasses = List.copyOf(new TreeSet<>(new HashSet<>(state.classes.values())));
    Map<String, Reservation> holding = new HashMap<>();
    hosts.forEach(host -> host.kept().ifPresent(each -> holding.put(each.id(), each)));
    begin(hostClasses, bags, holding, classOf);
  }

  /** Hosts are told apart by how soon they leave only while some bag's leases take long. */
  private State state(List<Host> hosts, List<BagClass> bags, DataAtHand.Look look, boolean rests) {
    boolean isLong = bags.stream().anyMatch(bag -> bag.lease() > 0);
    Map<Address, HostClass> classes = new HashMap<>();
    Map<String, Integer> online = new HashMap<>();
    for (Host host : hosts) {
      Address worker = host.worker().address();
      HostClass before = state.classes.get(worker);
      HostClass next = look.of(worker, compute(host));
      HostClass told = isLong ? next.leaving(steps.leaves(worker)) : next;
      classes.put(worker, rests && before != null && before.mayRunAs(told) ? before : told);
      host.drivers().forEach(driver -> online.merge(driver, 1, Integer::sum));
    }
    return new State(classes, online);
  }

  private void begin(
      List<HostClass> hosts,
      List<BagClass> bags,
      Map<String, Reservation> holding,
      Map<BagId, Integer> classOf) {
    Epoch last;
    synchronized (kept) {
      last = kept.peekLast();
    }
    if (last != null && last.isOf(hosts, bags, holding)) {
      choice.place(classOf);
      return;
    }
    long begun = clock.millis();
    Epoch next = new Epoch(++numbers, settings.weights(), hosts, bags, holding);
    long ended = clock.millis();
    restsUntil = ended + PAUSE * (ended - begun);
    synchronized (kept) {
      kept.addLast(next);
      while (kept.size() > 1 && (kept.size() > KEPT || places() > PLACES_MAX)) {
        kept.removeFirst();
      }
    }
    isSlow = ended - begun > SLOW_MILLIS;
    isQuick = ended - begun <= QUICK_MILLIS;
    choice.begin(next, classOf);
  }
}
