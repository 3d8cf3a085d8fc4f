package io.gridbourse.cli.lab.simulation;

import java.util.Arrays;
import java.util.List;

/** A mean over runs with its 95 % interval by Student's t, and the extremes. */
record Statistic(double mean, double low, double high, int count, double least, double most) {
  /** Two-sided 95 % quantiles of t for 1 to 30 degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  private static final double NORMAL = 1.96;

  /** Of the values that are numbers. */
  static Statistic of(List<Double> values) {
    double[] numbers =
        values.stream()
            .filter(value -> !value.isNaN() && !value.isInfinite())
            .mapToDouble(Double::doubleValue)
            .toArray();
    int n = numbers.length;
    if (n == 0) {
      return new Statistic(Double.NaN, Double.NaN, Double.NaN, 0, Double.NaN, Double.NaN);
    }
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    double mean = sum / n;
    double least = Arrays.stream(numbers).min().orElseThrow();
    double most = Arrays.stream(numbers).max().orElseThrow();
    if (n == 1) {
      return new Statistic(mean, mean, mean, 1, least, most);
    }
    double squares = 0;
    for (double number : numbers) {
      squares += (number - mean) * (number - mean);
    }
    double t = n - 1 <= T.length ? T[n - 2] : NORMAL;
    double half = t * Math.sqrt(squares / (n - 1) / n);
    return new Statistic(mean, mean - half, mean + half, n, least, most);
  }
}
