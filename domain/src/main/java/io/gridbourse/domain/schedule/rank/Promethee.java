package io.gridbourse.domain.schedule.rank;

/**
 * PROMETHEE II of Brans and Mareschal: alternatives are compared in pairs, criterion by criterion;
 * the net flow of an alternative is the mean by which it is preferred less the mean by which others
 * are preferred to it.
 */
public final class Promethee {
  /** Alternatives that one ranking may have. */
  public static final int ALTERNATIVES_MAX = 1_000_000;

  /** Values beyond this are refused: they could not be added up exactly. */
  public static final double VALUE_MAX = 1e100;

  /** Pairs beyond this are not compared one by one: it would take minutes. */
  public static final long PAIRS_MAX = 4_000_000_000L;

  private Promethee() {}

  /**
   * The flows by comparing all pairs: O(q·n²). It is the definition; {@link #flows} gives the same.
   *
   * @param values by alternative and criterion
   */
  public static Flows naive(Criteria criteria, double[][] values) {
    double[][] columns = columns(criteria, values);
    double[][] plus = new double[columns.length][values.length];
    double[][] minus = new double[columns.length][values.length];
    for (int j = 0; j < columns.length; j++) {
      pairwise(criteria.get(j).preference(), columns[j], plus[j], minus[j]);
    }
    return finished(criteria, plus, minus);
  }

  /**
   * The flows: exactly by sorting, in O(q·n·log n), for every preference function but the Gaussian,
   * for which all pairs are compared.
   *
   * @param values by alternative and criterion
   */
  public static Flows flows(Criteria criteria, double[][] values) {
    double[][] columns = columns(criteria, values);
    double[][] plus = new double[columns.length][values.length];
    double[][] minus = new double[columns.length][values.length];
    for (int j = 0; j < columns.length; j++) {
      Preference preference = criteria.get(j).preference();
      if (preference.shape().sortable()) {
        new SortedFlows(preference, columns[j]).fill(plus[j], minus[j]);
      } else {
        pairwise(preference, columns[j], plus[j], minus[j]);
      }
    }
    return finished(criteria, plus, minus);
  }

  private static double[][] columns(Criteria criteria, double[][] values) {
    if (values.length == 0 || values.length > ALTERNATIVES_MAX) {
      throw new RankRefusal(
          "alternatives", "1 to " + ALTERNATIVES_MAX + " alternatives", values.length);
    }
    double[][] columns = new double[criteria.size()][values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i].length != criteria.size()) {
        throw new RankRefusal(
            "alternatives[" + i + "].values", criteria.size() + " numbers", values[i].length);
      }
      for (int j = 0; j < columns.length; j++) {
        double value = values[i][j];
        if (!(Math.abs(value) <= VALUE_MAX)) {
          throw new RankRefusal(
              "alternatives[" + i + "].values[" + j + "]", "a number within ±" + VALUE_MAX, value);
        }
        columns[j][i] = criteria.get(j).towardsMore(value);
      }
    }
    return columns;
  }

  private static void pairwise(
      Preference preference, double[] column, double[] plus, double[] minus) {
    if ((long) column.length * column.length > PAIRS_MAX) {
      throw new RankRefusal(
          "alternatives", "at most " + (int) Math.sqrt(PAIRS_MAX) + " here", column.length);
    }
    for (int a = 0; a < column.length; a++) {
      for (int x = 0; x < column.length; x++) {
        double degree = preference.degree(column[a] - column[x]);
        plus[a] += degree;
        minus[x] += degree;
      }
    }
  }

  private static Flows finished(Criteria criteria, double[][] plus, double[][] minus) {
    int others = Math.max(1, plus[0].length - 1);
    double[] weights = new double[plus.length];
    for (int j = 0; j < plus.length; j++) {
      weights[j] = criteria.get(j).weight();
      for (int i = 0; i < plus[j].length; i++) {
        plus[j][i] /= others;
        minus[j][i] /= others;
      }
    }
    return new Flows(plus, minus, weights);
  }
}
