package io.gridbourse.domain.schedule;

/**
 * What service is charged where shares are of money: as much time as the price of the tasks pays
 * for on average. So a window of time means the same money to all, and who pays twice as much for a
 * second is served half as long for the same share. Who pays nothing is charged the time.
 *
 * <p>Not safe for use by several threads: its owner locks it.
 */
public final class Fares {
  /** What was served long ago counts less: a thousand leases back about a third. */
  private static final double KEPT = 0.999;

  private double paid;
  private double millis;

  /**
   * The charge for tasks in milliseconds, from 0; notes what they pay.
   *
   * @param time computing time that is expected of them, in milliseconds; 0 while unknown
   * @param price of all of them, in nRLC, from 0
   */
  public double charge(double time, double price) {
    if (!(price > 0)) {
      return time;
    }
    if (time > 0) {
      paid = paid * KEPT + price;
      millis = millis * KEPT + time;
    }
    return paid > 0 ? price * (millis / paid) : time;
  }
}
