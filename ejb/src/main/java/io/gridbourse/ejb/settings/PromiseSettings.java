package io.gridbourse.ejb.settings;

/**
 * How promises are kept.
 *
 * @param probabilityMin a deadline that is kept with less probability is at risk; 0 to 1
 * @param tailFrom share of completed tasks from which on idle workers copy what others are slow
 *     with; 0 to 1
 * @param tailShare share of a bag's tasks that may be copied; 0 copies nothing
 */
public record PromiseSettings(double probabilityMin, double tailFrom, double tailShare) {
  private static final String PREFIX = "gridbourse.promise.";
  private static final double PERCENT = 100;

  static PromiseSettings from(SettingsFile file) {
    return new PromiseSettings(
        file.number(PREFIX + "probability-min-percent", 50, 0, 100) / PERCENT,
        file.number(PREFIX + "tail-from-percent", 90, 0, 100) / PERCENT,
        file.number(PREFIX + "tail-share-percent", 10, 0, 100) / PERCENT);
  }
}
