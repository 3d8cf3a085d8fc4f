package io.gridbourse.domain.bag;

/**
 * What counts for a requester in the choice of hosts, as shares of one.
 *
 * @param time how soon tasks are done
 * @param cost what they cost; hosts of one deal cost the same, so it counts where offers are chosen
 * @param trust how much the hosts' votes weigh
 * @param energy how little they use
 * @param data how much of what the tasks need they have already
 */
public record HostPreference(double time, double cost, double trust, double energy, double data) {
  /** What counts for those who say nothing. */
  public static final HostPreference STANDARD = new HostPreference(0.4, 0.3, 0.1, 0.1, 0.1);

  private static final double SUM_TOLERANCE = 1e-9;

  public HostPreference {
    requireShare("time", time);
    requireShare("cost", cost);
    requireShare("trust", trust);
    requireShare("energy", energy);
    requireShare("data", data);
    double sum = time + cost + trust + energy + data;
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "the weights time, cost, trust, energy and data must sum to 1, but sum to " + sum);
    }
  }

  /** Of one who does not mind what hosts have already. */
  public HostPreference(double time, double cost, double trust, double energy) {
    this(time, cost, trust, energy, 0);
  }

  private static void requireShare(String name, double weight) {
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException(
          "the weight " + name + " must be from 0 to 1, but is " + weight);
    }
  }
}
