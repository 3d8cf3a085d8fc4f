package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.Availability;
import io.gridbourse.domain.pool.HostMeasures;
import io.gridbourse.domain.schedule.LastTasks;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.Presence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How long hosts stay, as far as leases and forecasts go by it. */
final class Steadiness {
  /** A lease takes this part of the time that its host stays on average, or less. */
  private static final int STAYS_PER_LEASE = 10;

  private static final double SECONDS = 1e3;
  private static final double NANOS = 1e9;
  private final HostMeasures measures;
  private final Presence presence;
  private final Clock clock;
  private volatile Map<BagId, Last> last = Map.of();

  Steadiness(HostMeasures measures, Presence presence, Clock clock) {
    this.measures = measures;
    this.presence = presence;
    this.clock = clock;
  }

  /**
   * A bag whose last tasks wait.
   *
   * @param best probability that the steadiest host that may run it stays for a task
   */
  private record Last(Instant since, double best) {}

  /** The longest lease that a worker should be given: a tenth of the time that it stays. */
  Duration longestLease(Address worker) {
    return measures.availability(worker).expectedStay().dividedBy(STAYS_PER_LEASE);
  }

  /** Looks which bags with a deadline are at their last tasks, and who could do those. */
  void look(List<BagRun> bags, List<Host> hosts, Map<String, Integer> online) {
    Map<BagId, Last> next = new HashMap<>();
    Instant now = clock.instant();
    for (BagRun bag : bags) {
      int workers = online.getOrDefault(bag.terms().program().driver(), 0);
      long left = bag.hasDeadline() && bag.isPaceKnown() ? bag.freshTasks() : 0;
      if (left > 0 && left <= workers) {
        Last before = last.get(bag.terms().id());
        Instant since = before == null ? now : before.since;
        next.put(bag.terms().id(), new Last(since, best(bag, hosts)));
      }
    }
    last = Map.copyOf(next);
  }

  private double best(BagRun bag, List<Host> hosts) {
    double best = 0;
    for (Host host : hosts) {
      if (bag.demands().eligibility().admits(host)) {
        best = Math.max(best, stays(bag, host.worker().address()));
      }
    }
    return best;
  }

  private double stays(BagRun bag, Address worker) {
    double seconds = seconds(bag.taskTime()) / measures.speed(worker).factor();
    return measures.availability(worker).stays(Duration.ofMillis((long) (seconds * SECONDS)));
  }

  /** Whether a bag keeps its last tasks from a worker that likely leaves. */
  boolean keepsBack(BagRun bag, Address worker, int workers) {
    Last waits = last.get(bag.terms().id());
    if (waits == null) {
      return false;
    }
    double waited = seconds(Duration.between(waits.since, clock.instant()));
    return new LastTasks(bag.freshTasks(), workers, waited, seconds(bag.taskTime()))
        .passOver(stays(bag, worker), waits.best);
  }

  /**
   * How many workers that run a driver are there on average for a time from now on: those online
   * that do not leave, and those away that come back. Hosts of which little is known count as the
   * mean of the others.
   */
  double workers(String driver, Duration time) {
    List<Presence.Known> known = presence.known(driver);
    List<Double> online = new ArrayList<>();
    List<Double> away = new ArrayList<>();
    int strangers = 0;
    double sum = 0;
    for (Presence.Known each : known) {
      Availability availability = measures.availability(each.worker());
      double share = availability.presence(each.isOnline(), time);
      if (availability.isKnown()) {
        (each.isOnline() ? online : away).add(share);
        sum += share;
      } else if (each.isOnline()) {
        strangers++;
      }
    }
    OptionalDouble mean = online.stream().mapToDouble(Double::doubleValue).average();
    return sum + strangers * mean.orElseGet(() -> Availability.UNKNOWN.presence(true, time));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS;
  }
}
