package io.gridbourse.domain.schedule;

import io.gridbourse.domain.schedule.rank.Criteria;
import io.gridbourse.domain.schedule.rank.Criterion;
import io.gridbourse.domain.schedule.rank.Criterion.Direction;
import io.gridbourse.domain.schedule.rank.HostFit;
import io.gridbourse.domain.schedule.rank.Measures;
import io.gridbourse.domain.schedule.rank.Preference;
import io.gridbourse.domain.schedule.rank.Preference.Shape;
import io.gridbourse.domain.schedule.rank.Ranking;
import io.gridbourse.domain.schedule.rank.RankingTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the scheduler goes by for a while: host classes, bag classes, and for each of the former the
 * latter in the order of their PROMETHEE flows. The requester's side enters as the criterion {@code
 * fit}, the net flow of the host class among all by the requester's weights; the pool's side is the
 * weight that it gives to that, to what it earns, to what is urgent, and to what a host need not
 * fetch. Bags of a reservation come first on the hosts that are kept for it, then priorities count,
 * then flows.
 */
public final class Epoch implements Measures {
  /** Half of the range of net flows, or more, counts whole. */
  private static final Preference HALF = new Preference(Shape.V_SHAPE, 0, 0.5, 0);

  /** To earn eight times as much counts whole. */
  private static final Preference THREE_OCTAVES = new Preference(Shape.V_SHAPE, 0, 3, 0);

  /** To have all at hand against nothing counts whole. */
  private static final Preference ALL = new Preference(Shape.V_SHAPE, 0, 1, 0);

  private static final double HOUR_SECONDS = 3_600;
  private static final int FIT = 0;
  private static final int EARNING = 1;
  private static final int URGENCY = 2;
  private static final int RESERVED_LEVEL = 1 << 20;
  private final long number;
  private final Criteria criteria;
  private final List<HostClass> hosts;
  private final List<BagClass> bags;
  private final Map<String, Reservation> reservations;
  private final Map<HostClass, Integer> numbers = new HashMap<>();
  private final List<double[]> fits;
  private final List<Map<String, Integer>> isolations;
  private final List<Map<String, Integer>> atHand;
  private final double[][] hostValues;
  private final double[] earnings;
  private final RankingTable table;

  /**
   * What a pool gives weight to, as shares of one.
   *
   * @param fit how well the host suits the bag's requester
   * @param earning what a second of computing earns
   * @param urgency how near the deadline is
   * @param data how little of what its tasks need the host would have to fetch
   */
  public record Policy(double fit, double earning, double urgency, double data) {
    /** The weights of a pool that says nothing. */
    public static final Policy STANDARD = new Policy(0.4, 0.2, 0.3, 0.1);

    /** The criteria of a pool. */
    public Criteria criteria() {
      return Criteria.of(
          new Criterion("fit", fit, Direction.MAX, HALF),
          new Criterion("earning", earning, Direction.MAX, THREE_OCTAVES),
          new Criterion("urgency", urgency, Direction.MAX, HALF),
          new Criterion("data", data, Direction.MIN, ALL));
    }
  }

  /** What hosts are compared by: weights, and of the rest what has weight. */
  private record Wish(HostFit.Weights weights, String contents, double leaseSeconds) {
    static Wish of(BagClass bag) {
      return new Wish(
          bag.weights(),
          bag.weights().data() > 0 ? bag.contents() : "",
          bag.weights().time() > 0 ? bag.leaseSeconds() : 0);
    }
  }

  /**
   * Ranks.
   *
   * @param number of the epoch
   * @param hosts distinct, in an order that does not depend on chance
   * @param bags distinct; of equals the first one goes first
   * @param reservations that hold, by id
   */
  public Epoch(
      long number,
      Policy policy,
      List<HostClass> hosts,
      List<BagClass> bags,
      Map<String, Reservation> reservations) {
    this.number = number;
    this.criteria = policy.criteria();
    this.hosts = List.copyOf(hosts);
    this.bags = List.copyOf(bags);
    this.reservations = Map.copyOf(reservations);
    for (int i = 0; i < this.hosts.size(); i++) {
      numbers.put(this.hosts.get(i), i);
    }
    this.isolations = this.hosts.stream().map(HostClass::isolations).toList();
    this.atHand = this.hosts.stream().map(HostClass::atHand).toList();
    this.hostValues =
        HostFit.values(this.hosts.stream().map(Epoch::traits).toArray(HostFit.Traits[]::new));
    this.fits = fits();
    this.earnings = earnings();
    this.table = RankingTable.compute(number, criteria, this);
  }

  private static HostFit.Traits traits(HostClass host) {
    return new HostFit.Traits(
        host.speed(), Math.max(1, host.weight()), host.wattsOrUnknown() / host.speed());
  }

  /** The net flows of all host classes, by bag class; bags that wish the same share them. */
  private List<double[]> fits() {
    Map<Wish, double[]> known = new HashMap<>();
    return bags.stream()
        .map(
            bag ->
                known.computeIfAbsent(
                    Wish.of(bag), wish -> HostFit.flows(wish.weights, hostValues(wish))))
        .toList();
  }

  private double[][] hostValues(Wish wish) {
    double[][] values = hostValues;
    if (wish.leaseSeconds > 0) {
      values =
          HostFit.staying(
              values,
              hosts.stream()
                  .mapToDouble(host -> host.leavesPerHourOrUnknown() / HOUR_SECONDS)
                  .toArray(),
              wish.leaseSeconds);
    }
    if (wish.contents.isEmpty()) {
      return values;
    }
    double[] shares = new double[hosts.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = toFetch(wish.contents, i);
    }
    return HostFit.fetching(values, shares);
  }

  /** The share of contents that hosts of a class would have to fetch. */
  private double toFetch(String contents, int hostClass) {
    int quarters = contents.isEmpty() ? 0 : atHand.get(hostClass).getOrDefault(contents, 0);
    return contents.isEmpty() ? 0 : 1 - (double) quarters / BagContents.STEPS;
  }

  private double[] earnings() {
    double[][] column = new double[bags.size()][];
    for (int i = 0; i < column.length; i++) {
      column[i] = new double[] {bags.get(i).earningOrUnknown()};
    }
    HostFit.fillUnknown(column);
    double[] filled = new double[column.length];
    for (int i = 0; i < column.length; i++) {
      filled[i] = column[i][0];
    }
    return filled;
  }

  /** The number of the epoch. */
  public long number() {
    return number;
  }

  /** For each host class the bag classes, the best first. */
  public RankingTable table() {
    return table;
  }

  /** The number of a host class; -1 if it came after the epoch began. */
  public int numberOf(HostClass host) {
    return numbers.getOrDefault(host, -1);
  }

  /** A host class by its number. */
  public HostClass host(int hostClass) {
    return hosts.get(hostClass);
  }

  /** A bag class by its number. */
  public BagClass bag(int bagClass) {
    return bags.get(bagClass);
  }

  /** Whether the epoch is about the same: nothing would be ranked otherwise. */
  public boolean isOf(
      List<HostClass> otherHosts,
      List<BagClass> otherBags,
      Map<String, Reservation> otherReservations) {
    return hosts.equals(otherHosts)
        && bags.equals(otherBags)
        && reservations.equals(otherReservations);
  }

  @Override
  public int bagClasses() {
    return bags.size();
  }

  @Override
  public int hostClasses() {
    return hosts.size();
  }

  /** Whether some host of the class could run it; each host is asked again before it is given. */
  @Override
  public boolean eligible(int bagClass, int hostClass) {
    HostClass host = hosts.get(hostClass);
    BagClass.Needs needs = bags.get(bagClass).needs();
    return isolations.get(hostClass).getOrDefault(needs.driver(), -1) >= needs.isolation()
        && host.cpus() >= HostClass.step(needs.cpus())
        && host.memory() >= HostClass.step(needs.memoryBytes() >> 20)
        && host.units().covers(needs.units())
        && (needs.requirements().isEmpty() || host.meets().contains(needs.requirements()))
        && (isKeptFor(bagClass, hostClass) || isFree(host));
  }

  private boolean isFree(HostClass host) {
    Reservation reservation = reservations.get(host.reserved());
    return reservation == null || reservation.lent();
  }

  /** Whether hosts of a class are kept for the project of a bag class. */
  public boolean isKeptFor(int bagClass, int hostClass) {
    Reservation reservation = reservations.get(hosts.get(hostClass).reserved());
    return reservation != null && reservation.project().equals(bags.get(bagClass).project());
  }

  @Override
  public int level(int bagClass, int hostClass) {
    return bags.get(bagClass).priority() + (isKeptFor(bagClass, hostClass) ? RESERVED_LEVEL : 0);
  }

  @Override
  public double value(int criterion, int bagClass, int hostClass) {
    if (criterion == FIT) {
      return fits.get(bagClass)[hostClass];
    }
    if (criterion == EARNING) {
      return earnings[bagClass];
    }
    return criterion == URGENCY
        ? (double) bags.get(bagClass).urgency() / BagClass.URGENCY_MAX
        : toFetch(bags.get(bagClass).contents(), hostClass);
  }

  /**
   * The bag classes that hosts of a class may run, with what each criterion contributed to their
   * flows; ids are the numbers of bag classes. Empty if they may run none.
   */
  public Ranking ranking(int hostClass) {
    List<String> ids = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (int bag = 0; bag < bags.size(); bag++) {
      if (eligible(bag, hostClass)) {
        ids.add(Integer.toString(bag));
        double[] row = new double[criteria.list().size()];
        for (int j = 0; j < row.length; j++) {
          row[j] = value(j, bag, hostClass);
        }
        values.add(row);
      }
    }
    return ids.isEmpty()
        ? new Ranking(List.of())
        : Ranking.of(criteria, ids, values.toArray(double[][]::new));
  }

  /** The host classes by the weights of a bag class's requester; ids are their numbers. */
  public Ranking fit(int bagClass) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      ids.add(Integer.toString(i));
    }
    return ids.isEmpty()
        ? new Ranking(List.of())
        : Ranking.of(
            HostFit.criteria(bags.get(bagClass).weights()),
            ids,
            hostValues(Wish.of(bags.get(bagClass))));
  }
}
