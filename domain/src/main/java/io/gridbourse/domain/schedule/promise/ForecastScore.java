package io.gridbourse.domain.schedule.promise;

/**
 * How good forecasts were: the Brier score of "it will be in time", from 0 (always right and sure)
 * over 0.25 (always 50 %) to 1; and how often the end was within the intervals of 50 and 90 %. Not
 * safe for use by several threads.
 */
public final class ForecastScore {
  private static final double TOLERANCE = 0.2;
  private int count;
  private double squares;
  private int within50;
  private int within90;
  private int near;

  /** Notes what a forecast said and what came. */
  public void add(Forecast forecast, double deadlineSeconds, double actualSeconds) {
    double outcome = actualSeconds <= deadlineSeconds ? 1 : 0;
    double error = forecast.probabilityWithin(deadlineSeconds) - outcome;
    squares += error * error;
    within50 += forecast.interval(0.5).holds(actualSeconds) ? 1 : 0;
    within90 += forecast.interval(0.9).holds(actualSeconds) ? 1 : 0;
    double off = Math.abs(forecast.medianSeconds() - actualSeconds);
    near += off <= TOLERANCE * actualSeconds ? 1 : 0;
    count++;
  }

  /** Forecasts that were scored. */
  public int count() {
    return count;
  }

  /** The mean squared error of the probability of being in time. */
  public double brier() {
    return squares / count;
  }

  /** The share of ends within the 50 % interval. */
  public double coverage50() {
    return (double) within50 / count;
  }

  /** The share of ends within the 90 % interval. */
  public double coverage90() {
    return (double) within90 / count;
  }

  /** The share of medians that were off by at most a fifth. */
  public double withinOneFifth() {
    return (double) near / count;
  }
}
