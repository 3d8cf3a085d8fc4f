package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.schedule.rank.Criteria;
import io.gridbourse.domain.schedule.rank.Criterion;
import io.gridbourse.domain.schedule.rank.Flows;
import io.gridbourse.domain.schedule.rank.Measures;
import io.gridbourse.domain.schedule.rank.Preference;
import io.gridbourse.domain.schedule.rank.Promethee;
import io.gridbourse.domain.schedule.rank.RankingTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Which bag a host is given, and which idle hosts a bag is given first. */
final class Chooser {
  /** What a pool weighs: that the bag wants such a host, and that it has waited. */
  private static final Criteria OF_THE_POOL =
      Criteria.of(
          new Criterion("wanted", 0.75, Criterion.Direction.MAX, Preference.USUAL),
          new Criterion("waiting", 0.25, Criterion.Direction.MAX, Preference.USUAL));

  private final Scenario scenario;
  private final Scenario.Policy policy;
  private final ServerChoice server;
  private final Map<Scenario.BagSpec, double[]> wishes = new HashMap<>();
  private final Map<Scenario.BagSpec, int[]> orders = new HashMap<>();
  private List<BagRun> ranked = List.of();
  private RankingTable table;
  private long epoch;

  Chooser(Scenario scenario, Scenario.Variant variant) {
    this.scenario = scenario;
    this.policy = variant.policy();
    this.server = new ServerChoice(scenario, variant.steady());
  }

  /** Begins a new epoch: bags came or went, or time passed. */
  void epoch(List<BagRun> active, double now) {
    if (policy == Scenario.Policy.SERVER) {
      server.epoch(active, now);
      return;
    }
    if (policy != Scenario.Policy.PROMETHEE || active.isEmpty()) {
      ranked = List.of();
      return;
    }
    ranked = List.copyOf(active);
    for (int i = 0; i < ranked.size(); i++) {
      ranked.get(i).place = i;
    }
    table = RankingTable.compute(epoch++, OF_THE_POOL, new Now(now));
    for (BagRun bag : ranked) {
      if (!bag.hasWaiting()) {
        table.emptied(bag.place);
      }
    }
  }

  /** A bag has something to lease again. */
  void refilled(BagRun bag) {
    if (policy == Scenario.Policy.SERVER) {
      server.refilled(bag);
    } else if (bag.place >= 0 && bag.place < ranked.size()) {
      table.refilled(bag.place);
    }
  }

  /** A bag was given a host for so long. */
  void served(BagRun bag, double seconds) {
    if (policy == Scenario.Policy.SERVER) {
      server.served(bag, seconds);
    }
  }

  /** The bag for a host of a class that asks, or null. */
  BagRun bagFor(int hostClass, List<BagRun> active) {
    return switch (policy) {
      case FIFO -> first(active);
      case FASTEST, CHEAPEST -> shortest(active);
      case RANK -> highest(active, hostClass);
      case PROMETHEE -> ranked(hostClass);
      case SERVER -> server.bagFor(hostClass);
    };
  }

  private static BagRun first(List<BagRun> active) {
    for (BagRun bag : active) {
      if (bag.hasWaiting()) {
        return bag;
      }
    }
    return null;
  }

  /** On one host the shortest task is both the soonest done and the cheapest. */
  private static BagRun shortest(List<BagRun> active) {
    BagRun best = null;
    for (BagRun bag : active) {
      if (bag.hasWaiting()
          && (best == null || bag.spec.seconds().mean() < best.spec.seconds().mean())) {
        best = bag;
      }
    }
    return best;
  }

  private BagRun highest(List<BagRun> active, int hostClass) {
    BagRun best = null;
    for (BagRun bag : active) {
      if (bag.hasWaiting()
          && (best == null || rank(bag.spec, hostClass) > rank(best.spec, hostClass))) {
        best = bag;
      }
    }
    return best;
  }

  private BagRun ranked(int hostClass) {
    while (!ranked.isEmpty()) {
      OptionalInt best = table.best(hostClass);
      if (best.isEmpty()) {
        return null;
      }
      BagRun bag = ranked.get(best.getAsInt());
      if (bag.hasWaiting()) {
        return bag;
      }
      table.emptied(best.getAsInt());
    }
    return null;
  }

  /** The host classes in the order in which a bag should be given idle hosts of them. */
  int[] classesFor(BagRun bag) {
    return orders.computeIfAbsent(bag.spec, this::order);
  }

  private int[] order(Scenario.BagSpec spec) {
    int classes = scenario.hosts().size();
    double[] worth = policy == Scenario.Policy.SERVER ? server.fit(spec) : new double[classes];
    for (int i = 0; i < classes; i++) {
      Scenario.HostClass host = scenario.hosts().get(i);
      worth[i] =
          switch (policy) {
            case FIFO -> 0;
            case FASTEST -> speed(host);
            case CHEAPEST -> -host.pricePerSecond() / speed(host);
            case RANK -> rank(spec, i);
            case PROMETHEE -> wish(spec)[i];
            case SERVER -> worth[i];
          };
    }
    return IntStream.range(0, classes)
        .boxed()
        .sorted((a, b) -> worth[a] != worth[b] ? Double.compare(worth[b], worth[a]) : a - b)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double rank(Scenario.BagSpec spec, int hostClass) {
    double fastest = 0;
    double dearest = 0;
    for (Scenario.HostClass each : scenario.hosts()) {
      fastest = Math.max(fastest, speed(each));
      dearest = Math.max(dearest, each.pricePerSecond());
    }
    Scenario.HostClass host = scenario.hosts().get(hostClass);
    double price = dearest == 0 ? 0 : host.pricePerSecond() / dearest;
    return spec.weights().time() * speed(host) / fastest - spec.weights().price() * price;
  }

  /** How much a bag prefers each class of hosts: its net flows. */
  private double[] wish(Scenario.BagSpec spec) {
    return wishes.computeIfAbsent(spec, this::wishes);
  }

  private double[] wishes(Scenario.BagSpec spec) {
    Scenario.Weights weights = spec.weights();
    Criteria criteria =
        Criteria.of(
            criterion("time", weights.time()),
            criterion("price", weights.price()),
            criterion("energy", weights.energy()));
    List<double[]> values = new ArrayList<>();
    for (Scenario.HostClass host : scenario.hosts()) {
      double seconds = spec.seconds().mean() / speed(host);
      double busy = spec.seconds().mean() / host.power().mean();
      values.add(new double[] {seconds, busy * host.pricePerSecond(), busy * host.watts()});
    }
    Flows flows = Promethee.flows(criteria, values.toArray(double[][]::new));
    return IntStream.range(0, flows.size()).mapToDouble(flows::net).toArray();
  }

  private static Criterion criterion(String name, double weight) {
    return new Criterion(name, weight, Criterion.Direction.MIN, Preference.USUAL);
  }

  private static double speed(Scenario.HostClass host) {
    return host.power().mean() * host.availability().share();
  }

  /** The bags as they stand when an epoch begins. */
  private final class Now implements Measures {
    private final double now;

    private Now(double now) {
      this.now = now;
    }

    @Override
    public int bagClasses() {
      return ranked.size();
    }

    @Override
    public int hostClasses() {
      return scenario.hosts().size();
    }

    @Override
    public boolean eligible(int bagClass, int hostClass) {
      return true;
    }

    @Override
    public double value(int criterion, int bagClass, int hostClass) {
      BagRun bag = ranked.get(bagClass);
      return criterion == 0 ? wish(bag.spec)[hostClass] : now - bag.arrived;
    }
  }
}
