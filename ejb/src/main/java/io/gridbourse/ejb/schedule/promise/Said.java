package io.gridbourse.ejb.schedule.promise;

import io.gridbourse.domain.schedule.promise.Forecast;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A forecast of a bag, to be told.
 *
 * @param base the instant from which the forecast counts
 * @param history earlier bags that it is calibrated on
 */
record Said(
    Instant at,
    Instant base,
    Optional<Forecast> forecast,
    Optional<Instant> deadline,
    int history) {
  private static final double MILLIS = 1_000;

  /** A forecast beyond this says nothing. */
  private static final double SECONDS_MAX = Duration.ofDays(3_660).toSeconds();

  private static final double HALF = 0.5;
  private static final double MOST = 0.9;

  /** The probability that the deadline is kept; empty without a deadline or a forecast. */
  OptionalDouble probability() {
    return forecast.isPresent() && deadline.isPresent()
        ? OptionalDouble.of(
            forecast
                .get()
                .probabilityWithin(Duration.between(base, deadline.get()).toMillis() / MILLIS))
        : OptionalDouble.empty();
  }

  ForecastView view(String basis, PromiseState state, String reason) {
    OptionalDouble probability = probability();
    return new ForecastView(
        at,
        forecast.isPresent() ? basis : "NONE",
        forecast.map(each -> after(each.medianSeconds())).orElse(null),
        forecast.map(each -> after(each.interval(HALF).low())).orElse(null),
        forecast.map(each -> after(each.interval(HALF).high())).orElse(null),
        forecast.map(each -> after(each.interval(MOST).low())).orElse(null),
        forecast.map(each -> after(each.interval(MOST).high())).orElse(null),
        deadline.orElse(null),
        probability.isPresent() ? probability.getAsDouble() : null,
        state.name(),
        history,
        reason);
  }

  private Instant after(double seconds) {
    return base.plusMillis(Math.round(Math.min(seconds, SECONDS_MAX) * MILLIS));
  }
}
