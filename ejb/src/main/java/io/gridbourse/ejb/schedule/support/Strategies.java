package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.bag.SupportWish;
import io.gridbourse.domain.schedule.promise.Deployment;
import io.gridbourse.domain.schedule.promise.Sizing;
import io.gridbourse.domain.schedule.promise.Support;
import io.gridbourse.domain.schedule.promise.Trigger;
import java.util.Locale;

/** What the words of a BagSpec mean for its support. */
final class Strategies {
  private static final double NINE_TENTHS = 0.9;

  /** The published simulator's: one and a half times the first half's, from three quarters on. */
  private static final Trigger.Variance VARIANCE = new Trigger.Variance(1.5, 0.75);

  private Strategies() {}

  /** The strategy of a wish. */
  static Support.Strategy of(SupportWish wish) {
    return new Support.Strategy(
        trigger(wish.trigger()), sizing(wish.sizing()), deployment(wish.deployment()));
  }

  static Deployment deployment(String text) {
    return Deployment.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Trigger trigger(String text) {
    return switch (text) {
      case "9C" -> new Trigger.Completed(NINE_TENTHS);
      case "9A" -> new Trigger.Assigned(NINE_TENTHS);
      case "D" -> VARIANCE;
      default -> throw new IllegalArgumentException("'" + text + "' is no trigger");
    };
  }

  private static Sizing sizing(String text) {
    return switch (text) {
      case "greedy" -> new Sizing.Greedy();
      case "conservative" -> new Sizing.Conservative();
      default -> new Sizing.Fixed(Integer.parseInt(text.substring(text.indexOf(':') + 1)));
    };
  }
}
