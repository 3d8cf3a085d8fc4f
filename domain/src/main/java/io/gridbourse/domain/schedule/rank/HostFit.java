package io.gridbourse.domain.schedule.rank;

import io.gridbourse.domain.schedule.rank.Criterion.Direction;

/**
 * How well hosts suit a requester: PROMETHEE II over host classes by the requester's own weights.
 * The net flow is from -1 to 1; what is unknown counts as the mean of what is known, and as equal
 * if nothing is.
 */
public final class HostFit {
  /** Twice as fast, as heavy or as thrifty counts whole. */
  private static final Preference AN_OCTAVE = new Preference(Preference.Shape.V_SHAPE, 0, 1, 0);

  /** To have all against nothing counts whole. */
  private static final Preference ALL = new Preference(Preference.Shape.V_SHAPE, 0, 1, 0);

  private static final double LN2 = Math.log(2);
  private static final int TIME = 0;
  private static final int DATA = 4;

  private HostFit() {}

  /**
   * What counts for a requester, as shares of one.
   *
   * @param cost hosts of one deal cost the same, so it takes weight away from the others only
   * @param data how much of what its tasks need is at hand
   */
  public record Weights(double time, double cost, double trust, double energy, double data) {
    /** Of one who does not mind what is at hand. */
    public Weights(double time, double cost, double trust, double energy) {
      this(time, cost, trust, energy, 0);
    }
  }

  /**
   * A host class.
   *
   * @param speed relative to the average; not a number while unknown
   * @param vote what a vote of it weighs, at least 1
   * @param joules for a task of the average host, in any unit; not a number while unknown
   */
  public record Traits(double speed, double vote, double joules) {}

  /** The criteria of a requester. */
  public static Criteria criteria(Weights weights) {
    return Criteria.of(
        new Criterion("time", weights.time(), Direction.MIN, AN_OCTAVE),
        new Criterion("cost", weights.cost(), Direction.MIN, Preference.USUAL),
        new Criterion("trust", weights.trust(), Direction.MAX, AN_OCTAVE),
        new Criterion("energy", weights.energy(), Direction.MIN, AN_OCTAVE),
        new Criterion("data", weights.data(), Direction.MIN, ALL));
  }

  /** The values of host classes, by class and criterion, in octaves; nothing is to be fetched. */
  public static double[][] values(Traits[] hosts) {
    double[][] values = new double[hosts.length][];
    for (int i = 0; i < hosts.length; i++) {
      values[i] =
          new double[] {
            -log2(hosts[i].speed()), 0, log2(hosts[i].vote()), log2(hosts[i].joules()), 0
          };
    }
    fillUnknown(values);
    return values;
  }

  /**
   * The same for leases that take long: the time of a task is divided by the probability that its
   * host stays for the lease, exp(-departures · time), where a faster host need not stay as long.
   *
   * @param departures by host class those to expect in a second; not a number while unknown
   * @param seconds that a lease takes on the average host
   */
  public static double[][] staying(double[][] values, double[] departures, double seconds) {
    double[][] lost = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      lost[i] = new double[] {departures[i] * seconds * Math.pow(2, values[i][TIME]) / LN2};
    }
    fillUnknown(lost);
    double[][] staying = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      staying[i] = values[i].clone();
      staying[i][TIME] += lost[i][0];
    }
    return staying;
  }

  /**
   * The same for one who needs data.
   *
   * @param toFetch by host class the share that it would have to fetch, 0 to 1
   */
  public static double[][] fetching(double[][] values, double[] toFetch) {
    double[][] fetching = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      fetching[i] = values[i].clone();
      fetching[i][DATA] = toFetch[i];
    }
    return fetching;
  }

  /** The net flow of each host class; nothing distinguishes a class that is alone. */
  public static double[] flows(Weights weights, double[][] values) {
    double[] flows = new double[values.length];
    if (values.length > 1) {
      Flows all = Promethee.flows(criteria(weights), values);
      for (int i = 0; i < flows.length; i++) {
        flows[i] = all.net(i);
      }
    }
    return flows;
  }

  /** Puts the mean of what is known in each column where something is not; zero if nothing is. */
  public static void fillUnknown(double[][] values) {
    int columns = values.length == 0 ? 0 : values[0].length;
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      int known = 0;
      for (double[] row : values) {
        if (!Double.isNaN(row[j])) {
          sum += row[j];
          known++;
        }
      }
      double neutral = known == 0 ? 0 : sum / known;
      for (double[] row : values) {
        row[j] = Double.isNaN(row[j]) ? neutral : row[j];
      }
    }
  }

  private static double log2(double value) {
    return Math.log(value) / LN2;
  }
}
