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

  private HostFit() {}

  /**
   * What counts for a requester, as shares of one.
   *
   * @param cost hosts of one deal cost the same, so it takes weight away from the others only
   */
  public record Weights(double time, double cost, double trust, double energy) {}

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
        new Criterion("energy", weights.energy(), Direction.MIN, AN_OCTAVE));
  }

  /** The values of host classes, by class and criterion, in octaves. */
  public static double[][] values(Traits[] hosts) {
    double[][] values = new double[hosts.length][];
    for (int i = 0; i < hosts.length; i++) {
      values[i] =
          new double[] {-log2(hosts[i].speed()), 0, log2(hosts[i].vote()), log2(hosts[i].joules())};
    }
    fillUnknown(values);
    return values;
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
    return Math.log(value) / Math.log(2);
  }
}
