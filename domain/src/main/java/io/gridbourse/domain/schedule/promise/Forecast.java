package io.gridbourse.domain.schedule.promise;

import java.util.Arrays;
import java.util.List;

/**
 * When a bag will end, as a distribution: the prediction times the ratios of actual to predicted
 * time that earlier bags had. With little history, ratios of a wide guess stand in.
 */
public final class Forecast {
  /** Past bags from which on only they count. */
  public static final int HISTORY_ENOUGH = 20;

  /** Standard normal quantiles at (i + ½)/9: the guess is lognormal with a spread of e^0.5. */
  private static final double[] GUESS = {-1.59, -0.97, -0.59, -0.28, 0, 0.28, 0.59, 0.97, 1.59};

  private static final double GUESS_SPREAD = 0.5;

  private final double elapsed;
  private final double[] totals;

  private Forecast(double elapsed, double[] totals) {
    this.elapsed = elapsed;
    this.totals = totals;
  }

  /** From {@code low} to {@code high} seconds after the bag's beginning. */
  public record Interval(double low, double high) {
    /** Whether it holds {@code seconds}. */
    public boolean holds(double seconds) {
      return low <= seconds && seconds <= high;
    }
  }

  /**
   * The forecast for a bag of which something is completed.
   *
   * @param history bags of the same kind, as they were predicted with α = 1
   */
  public static Forecast of(Progress progress, List<Prediction.Past> history) {
    double predicted = Prediction.totalSeconds(progress, 1);
    if (Double.isNaN(predicted)) {
      throw new PromiseRefusal("completed", "above 0 for a forecast", 0);
    }
    return of(progress.elapsed(), predicted, history);
  }

  /**
   * The forecast for a bag that {@code elapsed} seconds after its beginning is predicted, with α =
   * 1, to take {@code predicted} seconds in all.
   */
  public static Forecast of(double elapsed, double predicted, List<Prediction.Past> history) {
    PromiseRefusal.positive("predicted", predicted);
    PromiseRefusal.notNegative("elapsed", elapsed);
    boolean enough = history.size() >= HISTORY_ENOUGH;
    double[] totals = new double[history.size() + (enough ? 0 : GUESS.length)];
    for (int i = 0; i < history.size(); i++) {
      totals[i] = predicted * history.get(i).ratio();
    }
    for (int i = history.size(); i < totals.length; i++) {
      totals[i] = predicted * Math.exp(GUESS_SPREAD * GUESS[i - history.size()]);
    }
    Arrays.sort(totals);
    return new Forecast(elapsed, totals);
  }

  /** The time that is as likely passed as not. */
  public double medianSeconds() {
    return quantile(0.5);
  }

  /** The interval that the end is in with this probability, as much below as above. */
  public Interval interval(double probability) {
    PromiseRefusal.share("probability", probability);
    return new Interval(quantile((1 - probability) / 2), quantile((1 + probability) / 2));
  }

  /** The probability that the bag ends within {@code seconds} of its beginning. */
  public double probabilityWithin(double seconds) {
    if (seconds < elapsed) {
      return 0;
    }
    int below = 0;
    for (double total : totals) {
      below += total <= seconds ? 1 : 0;
    }
    // Between none and all, even where the past knows no exception.
    return (below + 0.5) / (totals.length + 1);
  }

  private double quantile(double share) {
    double at = share * (totals.length + 1) - 1;
    int low = (int) Math.floor(at);
    double value =
        low < 0
            ? totals[0]
            : low >= totals.length - 1
                ? totals[totals.length - 1]
                : totals[low] + (at - low) * (totals[low + 1] - totals[low]);
    return Math.max(elapsed, value);
  }
}
