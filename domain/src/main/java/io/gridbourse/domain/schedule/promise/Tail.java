package io.gridbourse.domain.schedule.promise;

/**
 * The tail of a bag: how much longer it takes than if all of it had gone like its first nine
 * tenths, and how much of that was removed.
 */
public final class Tail {
  /** The share of a bag that is no tail. */
  public static final double BODY = 0.9;

  private Tail() {}

  /** The time that the bag would take without a tail: tc(0.9)/0.9. */
  public static double idealSeconds(double bodySeconds) {
    return PromiseRefusal.positive("bodySeconds", bodySeconds) / BODY;
  }

  /** How many times the ideal time the bag took. */
  public static double slowdown(double seconds, double idealSeconds) {
    return seconds / PromiseRefusal.positive("idealSeconds", idealSeconds);
  }

  /**
   * The share of the tail that was removed: 1 − (with − ideal)/(without − ideal); NaN if there was
   * no tail.
   */
  public static double removed(double withSeconds, double withoutSeconds, double idealSeconds) {
    double tail = withoutSeconds - idealSeconds;
    return tail > 0 ? 1 - (withSeconds - idealSeconds) / tail : Double.NaN;
  }
}
