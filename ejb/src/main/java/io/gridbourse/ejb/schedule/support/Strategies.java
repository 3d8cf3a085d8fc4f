package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.bag.SupportWish;
import io.gridbourse.domain.schedule.promise.Deployment;
import io.gridbourse.domain.schedule.promise.Sizing;
import io.gridbourse.domain.schedule.promise.Support;
import io.gridbourse.domain.schedule.promise.Trigger;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What the words of a BagSpec mean for its support.
 *
 * @param share of tasks completed, or assigned, at which the triggers 9C and 9A fire
 * @param slower when the trigger D fires
 * @param creditsPerHour that one worker costs
 * @param pools where they mean something else, by address
 */
record Strategies(
    double share, Trigger.Variance slower, double creditsPerHour, Map<String, Strategies> pools) {
  private static final double HOUR_SECONDS = 3_600;
  private static final double MILLIS = 1_000;

  /**
   * By the settings of an installation.
   *
   * @param period that a credit pays for
   */
  static Strategies of(double share, double factor, double from, Duration period) {
    return new Strategies(
        share,
        new Trigger.Variance(factor, from),
        HOUR_SECONDS * MILLIS / period.toMillis(),
        Map.of());
  }

  /** The same but in these pools. */
  Strategies but(Map<String, Strategies> otherwise) {
    return new Strategies(share, slower, creditsPerHour, Map.copyOf(otherwise));
  }

  /** What they mean in a pool. */
  Strategies in(String pool) {
    return pools.getOrDefault(pool, this);
  }

  /** The strategy of a wish. */
  Support.Strategy of(SupportWish wish) {
    return new Support.Strategy(
        trigger(wish.trigger()), sizing(wish.sizing()), deployment(wish.deployment()));
  }

  static Deployment deployment(String text) {
    return Deployment.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private Trigger trigger(String text) {
    return switch (text) {
      case "9C" -> new Trigger.Completed(share);
      case "9A" -> new Trigger.Assigned(share);
      case "D" -> slower;
      default -> throw new IllegalArgumentException("'" + text + "' is no trigger");
    };
  }

  private Sizing sizing(String text) {
    return switch (text) {
      case "greedy" -> new Sizing.Greedy(creditsPerHour);
      case "conservative" -> new Sizing.Conservative(creditsPerHour);
      default -> new Sizing.Fixed(Integer.parseInt(text.substring(text.indexOf(':') + 1)));
    };
  }
}
