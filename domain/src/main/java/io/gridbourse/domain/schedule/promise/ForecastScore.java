package io.gridbourse.domain.schedule.promise;

/**
 * How good forecasts were: the Brier score of "it will be in time", from 0 (always right and sure)
 * over 0.25 (always 50 %) to 1; and how often the end was within the intervals of 50 and 90 %. Not
 * safe for use by several threads.
 */
public final class ForecastScore {
  private static final double TOLERANCE = 0.2;
  private int count;
  private int judged;
  private double errors;
  private double squares;
  private int within50;
  private int within90;
  private int near;

  /** Notes what a forecast said and what came. */
  public void add(Forecast forecast, double deadlineSeconds, double actualSeconds) {
    add(
        new Said(forecast.medianSeconds(), forecast.interval(0.5), forecast.interval(0.9)),
        actualSeconds);
    judge(forecast.probabilityWithin(deadlineSeconds), actualSeconds <= deadlineSeconds);
  }

  /** What a forecast said of a bag's end, in seconds after its beginning. */
  public record Said(
      double medianSeconds, Forecast.Interval within50, Forecast.Interval within90) {}

  /** Notes what a forecast said and what came, of a bag without a deadline. */
  public void add(Said said, double actualSeconds) {
    PromiseRefusal.positive("actualSeconds", actualSeconds);
    within50 += said.within50().holds(actualSeconds) ? 1 : 0;
    within90 += said.within90().holds(actualSeconds) ? 1 : 0;
    double off = Math.abs(said.medianSeconds() - actualSeconds);
    near += off <= TOLERANCE * actualSeconds ? 1 : 0;
    errors += off / actualSeconds;
    count++;
  }

  /** Notes how probable a forecast held it that a bag is in time, and whether it was. */
  public void judge(double probability, boolean inTime) {
    double error = probability - (inTime ? 1 : 0);
    squares += error * error;
    judged++;
  }

  /** Forecasts that were scored. */
  public int count() {
    return count;
  }

  /** Forecasts of bags with a deadline. */
  public int judged() {
    return judged;
  }

  /** The mean squared error of the probability of being in time; NaN if none was judged. */
  public double brier() {
    return squares / judged;
  }

  /** By what share of the actual time medians were off, on average. */
  public double relativeError() {
    return errors / count;
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
