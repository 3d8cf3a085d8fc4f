package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.schedule.promise.TailRule;
import java.util.List;

/** Slices that take long towards the end of a bag, and whether a duplicate pays. */
final class Stragglers {
  /** Open slices of a bag that are looked at for one host. */
  static final int SCAN_MAX = 1_000;

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

  private record Candidate(int host, double share, double now) {}

  /** The straggling slice that a host should duplicate, if that pays. */
  Slice worst(List<BagRun> active, int host, TailRule rule, double now) {
    for (BagRun bag : active) {
      double share = (double) bag.completed / bag.spec.tasks();
      if (bag.hasWaiting() || share < rule.from()) {
        continue;
      }
      Slice worst = null;
      double longest = 0;
      int scanned = 0;
      for (Slice slice : bag.open) {
        if (++scanned > SCAN_MAX) {
          break;
        }
        double left = secondsLeft(slice, now);
        if (!slice.duplicated && !slice.knows(host) && left > longest) {
          longest = left;
          worst = slice;
        }
      }
      if (worst != null && pays(worst, new Candidate(host, share, now), rule)) {
        worst.duplicated = true;
        return worst;
      }
    }
    return null;
  }

  private double secondsLeft(Slice slice, double now) {
    double left = Double.POSITIVE_INFINITY;
    for (int i = 0; i < slice.hostCount(); i++) {
      int host = slice.host(i);
      if (hosts.lease[host] == slice && hosts.state[host] == Hosts.BUSY) {
        double work = hosts.workLeft[host] - (now - hosts.startedAt[host]) * hosts.power[host];
        left = Math.min(left, work / hosts.power[host]);
      }
    }
    return left;
  }

  private boolean pays(Slice slice, Candidate candidate, TailRule rule) {
    int host = candidate.host();
    double now = candidate.now();
    double left = secondsLeft(slice, now);
    double elapsed = Double.isInfinite(left) ? 1 : Math.max(1, now - slice.bag.arrived);
    double progress = Double.isInfinite(left) ? 0 : elapsed / (elapsed + left);
    double seconds = slice.bag.spec.seconds().mean() * slice.tasks / hosts.power[host];
    double price = seconds * hosts.kind(host).pricePerSecond();
    return rule.duplicates(
        candidate.share(),
        new TailRule.Running(progress, elapsed, 1),
        new TailRule.Offer(seconds, price, price, valuePerSecond));
  }
}
