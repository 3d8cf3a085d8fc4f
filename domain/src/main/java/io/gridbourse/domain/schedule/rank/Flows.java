package io.gridbourse.domain.schedule.rank;

import java.util.Arrays;

/**
 * How far each alternative outranks the others and is outranked, and so the ranking.
 *
 * <p>All flows are means over the other alternatives, from 0 to 1; net flows sum to zero.
 */
public final class Flows {
  /** Net flows that differ less than this are equal: rounding must not break a tie. */
  static final double TIE = 1e-12;

  /** Enough for the most alternatives there may be; a net flow in units of a tie takes 41 more. */
  private static final int INDEX_BITS = 20;

  private final double[][] plus;
  private final double[][] minus;
  private final double[] weights;

  /** By criterion and alternative, unweighted. */
  Flows(double[][] plus, double[][] minus, double[] weights) {
    this.plus = plus;
    this.minus = minus;
    this.weights = weights;
  }

  /** How many alternatives there are. */
  public int size() {
    return plus[0].length;
  }

  /** φ⁺: how far {@code alternative} outranks the others. */
  public double plus(int alternative) {
    return weighted(plus, alternative);
  }

  /** φ⁻: how far the others outrank {@code alternative}. */
  public double minus(int alternative) {
    return weighted(minus, alternative);
  }

  /** φ = φ⁺ − φ⁻, from −1 to 1. */
  public double net(int alternative) {
    double net = 0;
    for (int j = 0; j < weights.length; j++) {
      net += contribution(j, alternative);
    }
    return net;
  }

  /** What criterion {@code j} adds to the net flow, its weight included. */
  public double contribution(int j, int alternative) {
    return weights[j] * (plus[j][alternative] - minus[j][alternative]);
  }

  /** The alternatives, the best first; of equals the one with the lowest number. */
  public int[] order() {
    long[] keys = new long[size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (-Math.round(net(i) / TIE) << INDEX_BITS) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) (keys[i] & ((1L << INDEX_BITS) - 1));
    }
    return order;
  }

  private double weighted(double[][] flow, int alternative) {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * flow[j][alternative];
    }
    return sum;
  }
}
