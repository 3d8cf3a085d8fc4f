package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.schedule.promise.Credits;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.Support;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** A bag in a run: what is left of it, and what it took so far. */
final class BagRun {
  private static final int LOOK_AHEAD = 16;
  final int number;
  final Scenario.BagSpec spec;
  final double arrived;
  final Progress progress;
  final ArrayDeque<Slice> again = new ArrayDeque<>();
  final Set<Slice> open = new LinkedHashSet<>();
  final Credits credits = new Credits();
  private final SplittableRandom random;
  Support support;
  int supporters;
  int place = -1;
  long leasedTasks;
  long completed;
  long wrong;
  long supportedTasks;
  double finished = Double.NaN;
  double cost;
  double joules;
  double busySeconds;
  double wastedSeconds;
  long copies;
  Progress.Sample half;
  double bodyAt = Double.NaN;

  BagRun(int number, Scenario.BagSpec spec, double arrived, SplittableRandom random) {
    this.number = number;
    this.spec = spec;
    this.arrived = arrived;
    this.random = random;
    this.progress = new Progress(spec.tasks());
  }

  boolean hasFresh() {
    return leasedTasks < spec.tasks();
  }

  boolean hasWaiting() {
    return hasFresh() || !again.isEmpty();
  }

  boolean isDone() {
    return completed == spec.tasks();
  }

  /** A slice that a host may compute now, or null. */
  Slice take(int host, int initialCopies) {
    for (int tries = Math.min(LOOK_AHEAD, again.size()); tries > 0; tries--) {
      Slice slice = again.poll();
      if (slice.done) {
        continue;
      }
      if (!slice.knows(host)) {
        slice.waiting--;
        return slice;
      }
      again.add(slice);
    }
    return hasFresh() ? fresh(initialCopies) : null;
  }

  private Slice fresh(int initialCopies) {
    int tasks = (int) Math.min(spec.leaseTasks(), spec.tasks() - leasedTasks);
    leasedTasks += tasks;
    Scenario.Quantity seconds = spec.seconds();
    double each = Draws.logNormal(random, seconds.mean(), seconds.spread() / Math.sqrt(tasks));
    Slice slice = new Slice(this, tasks, each * tasks);
    open.add(slice);
    for (int copy = 1; copy < initialCopies; copy++) {
      wait(slice);
    }
    return slice;
  }

  /** Has another copy of a slice leased as soon as may be. */
  void wait(Slice slice) {
    slice.waiting++;
    again.add(slice);
  }

  void sample(double now) {
    progress.add(new Progress.Sample(now - arrived, completed, leasedTasks));
  }

  double makespan(double horizon) {
    return (Double.isNaN(finished) ? horizon : finished) - arrived;
  }
}
