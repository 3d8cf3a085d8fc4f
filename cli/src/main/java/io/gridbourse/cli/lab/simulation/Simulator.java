package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.proof.ladder.Judgement;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.Sizing;
import io.gridbourse.domain.schedule.promise.Support;
import io.gridbourse.domain.schedule.promise.TailRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One run of a scenario. */
final class Simulator {
  private static final double TICK_SECONDS = Support.TURN_SECONDS;
  private static final int SUSPECT_TICKS = 15;
  private static final double HALF = 0.5;
  private static final double BODY = 0.9;

  private final Scenario scenario;
  private final Scenario.Variant variant;
  private final EventQueue queue = new EventQueue();
  private final SplittableRandom random;
  private final Hosts hosts;
  private final Presence presence;
  private final Chooser chooser;
  private final Stragglers stragglers;
  private final Certifier certifier;
  private final Strangers strangers;
  private final List<BagRun> bags = new ArrayList<>();
  private final List<BagRun> active = new ArrayList<>();
  private final List<ArrayDeque<Integer>> idle = new ArrayList<>();
  private final List<Slice> lost = new ArrayList<>();
  private final ArrayDeque<Integer> freeLost = new ArrayDeque<>();
  private double now;
  private double wakesAt = -1;
  private long ticks;
  private int doneBags;
  private long events;
  private int caught;

  private Simulator(Scenario scenario, Scenario.Variant variant, long seed) {
    this.scenario = scenario;
    this.variant = variant;
    this.random = new SplittableRandom(seed);
    this.hosts = new Hosts(scenario, random.split());
    this.presence = new Presence(hosts, queue, random.split());
    this.stragglers = new Stragglers(hosts, variant.valuePerSecond());
    this.chooser = new Chooser(scenario, variant);
    SplittableRandom tasks = random.split();
    for (Scenario.BagSpec spec : scenario.bags()) {
      for (int i = 0; i < spec.repeat().times(); i++) {
        double arrives = spec.repeat().first() + i * spec.repeat().every();
        bags.add(new BagRun(bags.size(), spec, arrives, tasks.split()));
      }
    }
    scenario.hosts().forEach(each -> idle.add(new ArrayDeque<>()));
    this.certifier = new Certifier(variant.verification(), hosts, random.split());
    this.strangers = new Strangers(variant.verification(), hosts, random.split());
  }

  /** Runs it; the same seed gives the same outcome. */
  static Outcome run(Scenario scenario, Scenario.Variant variant, long seed) {
    return new Simulator(scenario, variant, seed).run();
  }

  private Outcome run() {
    presence.begin();
    for (BagRun bag : bags) {
      queue.add(bag.arrived, EventQueue.Kind.ARRIVAL, bag.number, 0);
    }
    queue.add(0, EventQueue.Kind.TICK, 0, 0);
    while (doneBags < bags.size() && queue.next() && queue.time() <= scenario.horizonSeconds()) {
      now = queue.time();
      events++;
      int subject = queue.subject();
      switch (queue.kind()) {
        case ARRIVAL -> arrive(bags.get(subject));
        case UP -> up(subject);
        case DOWN -> down(subject);
        case DONE -> done(subject, queue.stamp());
        case TIMEOUT -> timeout(subject);
        case TICK -> tick();
        case WAKE -> giveToIdle();
      }
    }
    return Outcome.of(scenario, bags, new Outcome.Counts(events, caught, strangers.apart()));
  }

  private void arrive(BagRun bag) {
    active.add(bag);
    variant
        .support()
        .ifPresent(
            support -> {
              double hours =
                  bag.spec.tasks() * bag.spec.seconds().mean() / hosts.meanPower() / 3600;
              long credits = (long) (hours * Sizing.CREDITS_PER_HOUR * support.creditShare());
              bag.credits.deposit(credits);
              bag.credits.setAside(bag.spec.name(), credits);
              bag.support = new Support(bag.spec.name(), support.strategy(), bag.credits);
            });
    chooser.epoch(active, now);
    giveToIdle();
  }

  private void up(int host) {
    if (hosts.state[host] == Hosts.GONE) {
      return;
    }
    presence.planDown(host, now);
    if (hosts.lease[host] != null) {
      resume(host);
    } else {
      hosts.state[host] = Hosts.IDLE;
      assign(host);
    }
  }

  private void down(int host) {
    if (hosts.state[host] == Hosts.GONE) {
      return;
    }
    presence.planUp(host, now);
    boolean busy = hosts.state[host] == Hosts.BUSY;
    hosts.state[host] = Hosts.OFF;
    if (!busy) {
      return;
    }
    hosts.stamp[host]++;
    double elapsed = now - hosts.startedAt[host];
    Slice slice = hosts.lease[host];
    account(host, slice.bag, elapsed);
    if (variant.pausing()) {
      hosts.workLeft[host] -= elapsed * hosts.power[host];
      return;
    }
    slice.bag.wastedSeconds += elapsed;
    slice.forget(host);
    hosts.lease[host] = null;
    if (hosts.checking[host]) {
      hosts.checking[host] = false;
      return;
    }
    int place = freeLost.isEmpty() ? lost.size() : freeLost.poll();
    if (place == lost.size()) {
      lost.add(slice);
    } else {
      lost.set(place, slice);
    }
    queue.add(now + variant.timeoutSeconds(), EventQueue.Kind.TIMEOUT, place, 0);
  }

  private void timeout(int place) {
    Slice slice = lost.get(place);
    lost.set(place, null);
    freeLost.add(place);
    slice.running--;
    if (!slice.done) {
      again(slice);
      giveToIdle();
    }
  }

  private void again(Slice slice) {
    slice.bag.wait(slice, now);
    chooser.refilled(slice.bag);
  }

  private void done(int host, int stamp) {
    if (hosts.state[host] != Hosts.BUSY || (hosts.stamp[host] & ((1 << 29) - 1)) != stamp) {
      return;
    }
    Slice slice = hosts.lease[host];
    account(host, slice.bag, now - hosts.startedAt[host]);
    slice.bag.took(now - hosts.startedAt[host], slice.tasks);
    free(host);
    boolean lies = hosts.liar[host] && lies(hosts.kind(host).faults(), slice);
    if (hosts.checking[host]) {
      hosts.checking[host] = false;
      checked(host, lies);
    } else {
      slice.running--;
      certifier.vote(slice, host, lies ? hosts.wrongAnswer(host) : Slice.RIGHT);
      settle(slice);
    }
    assign(host);
  }

  private boolean lies(Scenario.Faults faults, Slice slice) {
    double chance = faults.together() && !slice.isCheck() ? slice.chance() : random.nextDouble();
    return chance < faults.sabotage();
  }

  private void free(int host) {
    hosts.lease[host] = null;
    hosts.state[host] = Hosts.IDLE;
    hosts.stamp[host]++;
  }

  private void checked(int host, boolean lies) {
    if (lies) {
      hosts.state[host] = Hosts.GONE;
      hosts.checksPassed[host] = 0;
      hosts.streak[host] = 0;
      caught++;
      for (BagRun bag : List.copyOf(active)) {
        certifier.caught(host, bag).forEach(this::settle);
      }
    } else {
      hosts.checksPassed[host]++;
    }
  }

  /** Accepts the answer to a slice, or has further hosts compute it. */
  private void settle(Slice slice) {
    Judgement<Integer> judgement = certifier.judge(slice);
    int more = judgement.fold(certified -> 0, Judgement.Open::more);
    if (more == 0) {
      complete(slice, judgement.certificate().orElseThrow().answer());
      return;
    }
    boolean stepwise = variant.verification().initial() == 1;
    int missing = Math.min(stepwise ? 1 : more, more) - slice.running - slice.waiting;
    for (int i = 0; i < missing; i++) {
      again(slice);
    }
    if (missing > 0) {
      giveToIdle();
    }
  }

  private void complete(Slice slice, int answer) {
    BagRun bag = slice.bag;
    slice.done = true;
    bag.open.remove(slice);
    certifier.certified(slice, answer);
    strangers.certified(slice, answer);
    bag.count(slice, 1);
    if (Double.isNaN(bag.bodyAt) && bag.completed >= BODY * bag.spec.tasks()) {
      bag.bodyAt = now - bag.arrived;
    }
    for (int i = 0; i < slice.hostCount(); i++) {
      cancel(slice, slice.host(i));
    }
    if (bag.isDone()) {
      finish(bag);
    }
  }

  /** Tells a host to drop a lease that is of no use any more. */
  private void cancel(Slice slice, int host) {
    if (hosts.lease[host] != slice) {
      return;
    }
    slice.running--;
    if (hosts.state[host] == Hosts.OFF) {
      hosts.lease[host] = null;
      return;
    }
    double elapsed = now - hosts.startedAt[host];
    account(host, slice.bag, elapsed);
    slice.bag.wastedSeconds += elapsed;
    free(host);
    assign(host);
  }

  private void finish(BagRun bag) {
    bag.finished = now;
    bag.sample(now);
    doneBags++;
    active.remove(bag);
    bag.given.clear();
    if (bag.support != null) {
      bag.support.turn(bag.progress, 0, 0);
    }
    for (int host = bag.supporters == 0 ? hosts.count : 0; host < hosts.count; host++) {
      if (hosts.supports[host] == bag.number) {
        hosts.state[host] = Hosts.GONE;
      }
    }
    chooser.epoch(active, now);
  }

  private void account(int host, BagRun bag, double elapsed) {
    bag.busySeconds += elapsed;
    if (hosts.supports[host] < 0) {
      bag.cost += elapsed * hosts.kind(host).pricePerSecond();
      bag.joules += elapsed * hosts.kind(host).watts();
    }
  }

  /** Gives an idle host something to do, or lets it wait. */
  private void assign(int host) {
    if (hosts.state[host] != Hosts.IDLE) {
      return;
    }
    if (hosts.supports[host] >= 0) {
      supportBag(host, bags.get(hosts.supports[host]));
      return;
    }
    BagRun bag = chooser.bagFor(hosts.classOf[host], active);
    if (bag != null && certifier.isCheck(host, bag)) {
      check(host, bag);
      return;
    }
    Slice slice = bag == null ? null : take(bag, host);
    if (slice == null) {
      slice = variant.tail().map(rule -> stragglers.worst(active, host, rule, now)).orElse(null);
    }
    if (slice == null) {
      idle.get(hosts.classOf[host]).add(host);
    } else {
      start(host, slice);
    }
  }

  /** A slice for a host, or null; what has to wait for others is looked at again soon. */
  private Slice take(BagRun bag, int host) {
    Slice slice = bag.take(host, variant.verification().initial(), strangers, now);
    double again = strangers.looksAgainAt(bag.waitsSince, now);
    if (slice == null && !Double.isInfinite(again) && (wakesAt <= now || again < wakesAt)) {
      wakesAt = again;
      queue.add(wakesAt, EventQueue.Kind.WAKE, 0, 0);
    }
    return slice;
  }

  private void check(int host, BagRun bag) {
    int tasks = (int) Math.min(bag.spec.leaseTasks(), bag.spec.tasks());
    Slice known = new Slice(bag, Slice.CHECK, tasks, tasks * bag.spec.seconds().mean());
    hosts.checking[host] = true;
    start(host, known);
  }

  private void start(int host, Slice slice) {
    slice.add(host);
    slice.running++;
    slice.leasedAt = now;
    if (hosts.supports[host] < 0) {
      chooser.served(slice.bag, slice.bag.secondsEach() * slice.tasks);
    }
    slice.bag.copies += slice.tasks;
    hosts.lease[host] = slice;
    hosts.workLeft[host] = slice.work;
    resume(host);
  }

  private void resume(int host) {
    hosts.state[host] = Hosts.BUSY;
    hosts.startedAt[host] = now;
    queue.add(
        now + hosts.workLeft[host] / hosts.power[host],
        EventQueue.Kind.DONE,
        host,
        hosts.stamp[host]);
  }

  /** Hands waiting slices to idle hosts, the first bag first, its preferred hosts first. */
  private void giveToIdle() {
    for (BagRun bag : List.copyOf(active)) {
      for (int hostClass : chooser.classesFor(bag)) {
        ArrayDeque<Integer> queued = idle.get(hostClass);
        int tries = queued.size();
        while (bag.hasWaiting() && tries-- > 0) {
          int host = queued.poll();
          if (hosts.state[host] == Hosts.IDLE) {
            Slice slice = take(bag, host);
            if (slice == null) {
              queued.add(host);
            } else {
              start(host, slice);
            }
          }
        }
      }
    }
  }

  private void tick() {
    queue.add(now + TICK_SECONDS, EventQueue.Kind.TICK, 0, 0);
    if (ticks++ % SUSPECT_TICKS == 0) {
      strangers.suspect();
    }
    for (BagRun bag : List.copyOf(active)) {
      bag.sample(now);
      if (bag.half == null && bag.progress.completedShare() >= HALF) {
        bag.half = new Progress.Sample(now - bag.arrived, bag.completed, bag.leasedTasks);
      }
      if (bag.support != null) {
        support(bag);
      }
    }
    chooser.epoch(active, now);
    giveToIdle();
    variant.tail().ifPresent(this::wakeForTail);
  }

  private void wakeForTail(TailRule rule) {
    for (BagRun bag : List.copyOf(active)) {
      double share = (double) bag.completed / bag.spec.tasks();
      int hopeful = share < rule.from() ? 0 : Math.min(Stragglers.SCAN_MAX, bag.open.size());
      for (int hostClass : chooser.classesFor(bag)) {
        ArrayDeque<Integer> queued = idle.get(hostClass);
        for (int tries = queued.size(); tries > 0 && hopeful > 0; tries--) {
          int host = queued.poll();
          if (hosts.state[host] == Hosts.IDLE) {
            assign(host);
            hopeful--;
          }
        }
      }
    }
  }

  private void support(BagRun bag) {
    Scenario.Supporters wish = variant.support().orElseThrow();
    long starting = bag.support.start(bag.progress, 1);
    for (long i = 0; i < starting; i++) {
      int host = hosts.add(0, wish.power() * hosts.meanPower());
      hosts.supports[host] = bag.number;
      bag.supporters++;
      double boot = wish.boot() + wish.boot() / 10 * Draws.normal(random);
      queue.add(
          now + Math.min(2 * wish.boot(), Math.max(wish.boot() / 2, boot)),
          EventQueue.Kind.UP,
          host,
          0);
    }
    if (bag.supporters > 0) {
      bill(bag);
    }
  }

  private void bill(BagRun bag) {
    List<Integer> busy = new ArrayList<>();
    List<Integer> resting = new ArrayList<>();
    for (int host = 0; host < hosts.count; host++) {
      if (hosts.supports[host] == bag.number && hosts.state[host] == Hosts.BUSY) {
        busy.add(host);
      } else if (hosts.supports[host] == bag.number && hosts.state[host] == Hosts.IDLE) {
        resting.add(host);
      }
    }
    int stop = bag.support.turn(bag.progress, busy.size(), resting.size()).stop();
    for (int host : resting) {
      hosts.state[host] = Hosts.GONE;
      stop--;
    }
    for (int i = 0; i < stop; i++) {
      int host = busy.get(i);
      Slice slice = hosts.lease[host];
      hosts.state[host] = Hosts.GONE;
      hosts.stamp[host]++;
      hosts.lease[host] = null;
      slice.running--;
      slice.supported = false;
      if (slice.running + slice.waiting == 0) {
        again(slice);
      }
    }
  }

  private void supportBag(int host, BagRun bag) {
    Slice slice = bag.isDone() ? null : take(bag, host);
    boolean copies =
        variant.support().map(each -> each.strategy().deployment().copies()).orElse(false);
    if (slice == null && copies) {
      for (Slice each : bag.open) {
        if (!each.supported && !each.knows(host)) {
          slice = each;
          break;
        }
      }
    }
    if (slice != null) {
      slice.supported = true;
      start(host, slice);
    }
  }
}
