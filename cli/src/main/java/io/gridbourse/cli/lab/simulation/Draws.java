package io.gridbourse.cli.lab.simulation;

import java.util.SplittableRandom;

/** Draws from distributions. */
final class Draws {
  private Draws() {}

  /** Standard normal. */
  static double normal(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /** Log-normal with this mean. */
  static double logNormal(SplittableRandom random, double mean, double spread) {
    return spread == 0 ? mean : mean * Math.exp(spread * normal(random) - spread * spread / 2);
  }

  static double exponential(SplittableRandom random, double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  /** Weibull with this mean. */
  static double weibull(SplittableRandom random, double mean, double shape) {
    double scale = mean / gamma(1 + 1 / shape);
    return scale * Math.pow(-Math.log(1 - random.nextDouble()), 1 / shape);
  }

  /** Γ(x) for x from 1, by Stirling's series at x + 8. */
  static double gamma(double x) {
    double product = 1;
    double y = x;
    while (y < 9) {
      product *= y;
      y++;
    }
    double series = 1 / (12 * y) - 1 / (360 * y * y * y) + 1 / (1260 * Math.pow(y, 5));
    return Math.exp((y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series) / product;
  }
}
