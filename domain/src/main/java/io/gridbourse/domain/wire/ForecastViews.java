package io.gridbourse.domain.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the REST interface says of the ends of bags. */
public final class ForecastViews {
  private ForecastViews() {}

  /**
   * When all tasks of a bag are expected to be decided.
   *
   * @param at when it was said
   * @param basis PROGRESS (how the bag went so far), QUEUE (how long tasks of its app took, and
   *     what is ahead of it), or NONE: nothing is known yet
   * @param expected as likely passed as not
   * @param low50 with {@code high50}, holds the end with a probability of 50 %
   * @param low90 with {@code high90}, holds the end with a probability of 90 %
   * @param probability that the deadline is kept, 0 to 1
   * @param state NONE (no deadline), UNKNOWN, ON_TIME, AT_RISK, MISSED or KEPT
   * @param history earlier bags that it is calibrated on
   * @param reason what it is derived from, in a sentence
   */
  public record ForecastView(
      Instant at,
      String basis,
      @Nullable Instant expected,
      @Nullable Instant low50,
      @Nullable Instant high50,
      @Nullable Instant low90,
      @Nullable Instant high90,
      @Nullable Instant deadline,
      @Nullable Double probability,
      String state,
      int history,
      String reason) {
    /** The same in another state. */
    public ForecastView in(String newState) {
      return new ForecastView(
          at,
          basis,
          expected,
          low50,
          high50,
          low90,
          high90,
          deadline,
          probability,
          newState,
          history,
          reason);
    }
  }

  /**
   * How good forecasts of bags of one kind were.
   *
   * @param sizeClass digits of the number of tasks, less one
   * @param milestone percent of the bag that were done when it was said; 0 is the submission
   * @param bags that have ended since
   * @param alpha by which the plain prediction is multiplied, learned
   * @param relativeError by which share of the actual time medians were off, on average
   * @param judged of them, those with a deadline
   * @param brier mean squared error of the probability of being in time; absent without deadlines
   * @param coverage50 share of ends in the 50 % interval
   * @param coverage90 share of ends in the 90 % interval
   * @param withinOneFifth share of medians that were off by a fifth at most
   */
  public record ScoreView(
      String app,
      String pool,
      int sizeClass,
      int milestone,
      int bags,
      double alpha,
      double relativeError,
      int judged,
      @Nullable Double brier,
      double coverage50,
      double coverage90,
      double withinOneFifth) {}
}
