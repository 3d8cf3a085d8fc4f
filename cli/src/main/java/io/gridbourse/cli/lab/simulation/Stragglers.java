package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.schedule.promise.TailRule;
import io.gridbourse.domain.schedule.promise.TimeLeft;
import java.util.List;

/** Slices that take long towards the end of a bag, and whether a duplicate pays. */
final class Stragglers {
  /** Open slices of a bag that are looked at for one host. */
  static final int SCAN_MAX = 1_000;

  private static final double SECONDS_MIN = 1e-3;
  private final Hosts hosts;
  private final double valuePerSecond;

  /**
   * Stragglers among the leases of these hosts.
   *
   * @param valuePerSecond what it is worth to have a result a second earlier, in nRLC
   */
  Stragglers(Hosts hosts, double valuePerSecond) {
    this.hosts = hosts;
    this.valuePerSecond = valuePerSecond;
  }

  /** The straggling slice that a host should duplicate, if that pays. */
  Slice worst(List<BagRun> active, int host, TailRule rule, double now) {
    for (BagRun bag : active) {
      double share = (double) bag.completed / bag.spec.tasks();
      if (bag.hasWaiting() || share < rule.from()) {
        continue;
      }
      Slice worst = null;
      int scanned = 0;
      for (Slice slice : bag.open) {
        if (++scanned > SCAN_MAX) {
          break;
        }
        if (!slice.duplicated
            && !slice.knows(host)
            && (worst == null || slice.leasedAt < worst.leasedAt)) {
          worst = slice;
        }
      }
      if (worst != null && pays(worst, host, rule, now)) {
        worst.duplicated = true;
        return worst;
      }
    }
    return null;
  }

  /** As the server judges: by what tasks of the bag take, and for how long this one has run. */
  private boolean pays(Slice slice, int host, TailRule rule, double now) {
    double expected = Math.max(SECONDS_MIN, slice.bag.secondsEach() * slice.tasks);
    double price = expected * hosts.kind(host).pricePerSecond();
    double share = (double) slice.bag.completed / slice.bag.spec.tasks();
    return rule.duplicates(
        share,
        TimeLeft.USUAL.running(expected, now - slice.leasedAt, 1),
        new TailRule.Offer(expected, price, price, valuePerSecond));
  }
}
