package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.schedule.BagClass;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.schedule.Turns;
import io.gridbourse.domain.schedule.rank.HostFit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The choice of bags as the server makes it: in epochs, of classes of bags for classes of hosts,
 * and in turns among bags of a class. As on the server hosts of one deal cost the same, so a bag's
 * weight of the price only takes weight away from its others.
 */
final class ServerChoice {
  private static final BagClass.Needs NOTHING = new BagClass.Needs("process", 0, 1, 0);
  private static final double HOUR_SECONDS = 3_600;
  private final List<HostClass> hosts;
  private final int[] classOf;
  private final double average;
  private final boolean isSteady;
  private final Turns<BagRun> turns = new Turns<>();
  private final Set<BagRun> present = new HashSet<>();
  private Optional<Epoch> epoch = Optional.empty();
  private List<List<BagRun>> members = List.of();
  private long epochs;

  /**
   * The choice among the bags of a scenario.
   *
   * @param isSteady whether it counts how soon hosts leave
   */
  ServerChoice(Scenario scenario, boolean isSteady) {
    this.isSteady = isSteady;
    double all = 0;
    int count = 0;
    for (Scenario.HostClass each : scenario.hosts()) {
      all += each.power().mean() * each.count();
      count += each.count();
    }
    average = all / count;
    List<HostClass> each = scenario.hosts().stream().map(this::hostClass).toList();
    hosts = List.copyOf(new TreeSet<>(each));
    classOf = each.stream().mapToInt(hosts::indexOf).toArray();
  }

  private HostClass hostClass(Scenario.HostClass kind) {
    HostClass each =
        new HostClass(
            kind.places().pool(),
            "process:0",
            0,
            0,
            HostClass.powerStep(kind.power().mean() / average),
            1,
            kind.watts() > 0 ? HostClass.step(Math.round(kind.watts())) : HostClass.UNKNOWN,
            "");
    Scenario.Availability model = kind.availability();
    return kind.trace().isPresent()
        ? each
        : each.leaving(
            HostClass.leavesStep(
                model.always() ? Double.MIN_NORMAL : HOUR_SECONDS / model.onMean()));
  }

  /** Begins an epoch. */
  void epoch(List<BagRun> active, double now) {
    active.stream().filter(present::add).forEach(turns::join);
    List<BagRun> over = present.stream().filter(bag -> !active.contains(bag)).toList();
    over.stream().sorted(Comparator.comparingInt(bag -> bag.number)).forEach(turns::leave);
    over.forEach(present::remove);
    List<BagClass> classes = new ArrayList<>();
    members = new ArrayList<>();
    for (BagRun bag : active) {
      BagClass own = bagClass(bag, now);
      if (!classes.contains(own)) {
        classes.add(own);
        members.add(new ArrayList<>());
      }
      bag.place = classes.indexOf(own);
      members.get(bag.place).add(bag);
    }
    epoch =
        classes.isEmpty()
            ? Optional.empty()
            : Optional.of(new Epoch(epochs++, Epoch.Policy.STANDARD, hosts, classes, Map.of()));
  }

  private BagClass bagClass(BagRun bag, double now) {
    double gone = (now - bag.arrived) / bag.spec.deadlineSeconds();
    return lasting(
        bag.spec,
        new BagClass(
            "account",
            "",
            bag.spec.name(),
            NOTHING,
            0,
            weights(bag.spec),
            BagClass.UNKNOWN,
            (int) (Math.max(0, Math.min(1, gone)) * BagClass.URGENCY_MAX)));
  }

  private BagClass lasting(Scenario.BagSpec spec, BagClass bag) {
    double seconds = spec.leaseTasks() * spec.seconds().mean() / average;
    return isSteady ? bag.lasting(Duration.ofSeconds(Math.round(seconds))) : bag;
  }

  private static HostFit.Weights weights(Scenario.BagSpec spec) {
    Scenario.Weights wanted = spec.weights();
    return new HostFit.Weights(wanted.time(), wanted.price(), 0, wanted.energy());
  }

  /** The bag for a host of a class that asks, or null. */
  BagRun bagFor(int hostClass) {
    while (epoch.isPresent()) {
      OptionalInt best = epoch.get().table().best(classOf[hostClass]);
      if (best.isEmpty()) {
        return null;
      }
      BagRun next = null;
      for (BagRun bag : members.get(best.getAsInt())) {
        if (bag.hasWaiting() && (next == null || turns.ahead(bag) < turns.ahead(next))) {
          next = bag;
        }
      }
      if (next != null) {
        return next;
      }
      epoch.get().table().emptied(best.getAsInt());
    }
    return null;
  }

  /** A bag has something to lease again. */
  void refilled(BagRun bag) {
    if (epoch.isPresent() && bag.place >= 0 && bag.place < members.size()) {
      epoch.get().table().refilled(bag.place);
    }
  }

  /** A bag was given a host for so long. */
  void served(BagRun bag, double seconds) {
    turns.serve(bag, seconds);
  }

  /** How well each class of hosts of the scenario suits a bag. */
  double[] fit(Scenario.BagSpec spec) {
    BagClass bag =
        lasting(
            spec,
            new BagClass(
                "account", "", spec.name(), NOTHING, 0, weights(spec), BagClass.UNKNOWN, 0));
    double[] flows = new double[hosts.size()];
    new Epoch(0, Epoch.Policy.STANDARD, hosts, List.of(bag), Map.of())
        .fit(0)
        .places()
        .forEach(place -> flows[Integer.parseInt(place.id())] = place.net());
    double[] byScenario = new double[classOf.length];
    for (int i = 0; i < classOf.length; i++) {
      byScenario[i] = flows[classOf[i]];
    }
    return byScenario;
  }
}
