package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.schedule.promise.Credits;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.Support;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  /** What each host voted on; kept only where a liar can be caught. */
  final Map<Integer, List<Slice>> given = new HashMap<>();

  private final SplittableRandom random;
  Support support;
  int supporters;
  int place = -1;
  int slices;

  /** Since when the latest of its slices has waited. */
  double waitsSince = Double.NEGATIVE_INFINITY;

  int known;
  long reopened;
  private long sampled;
  private double doneSeconds;
  private long doneTasks;
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
  Slice take(int host, int initialCopies, Strangers strangers, double now) {
    for (int tries = Math.min(LOOK_AHEAD, again.size()); tries > 0; tries--) {
      Slice slice = again.poll();
      if (slice.done) {
        slice.waiting--;
        continue;
      }
      if (!slice.knows(host) && strangers.suit(slice, host, now)) {
        slice.waiting--;
        return slice;
      }
      again.add(slice);
    }
    return hasFresh() ? fresh(initialCopies, now) : null;
  }

  private Slice fresh(int initialCopies, double now) {
    int tasks = (int) Math.min(spec.leaseTasks(), spec.tasks() - leasedTasks);
    leasedTasks += tasks;
    Scenario.Quantity seconds = spec.seconds();
    double each = Draws.logNormal(random, seconds.mean(), seconds.spread() / Math.sqrt(tasks));
    Slice slice = new Slice(this, slices++, tasks, each * tasks);
    open.add(slice);
    for (int copy = 1; copy < initialCopies; copy++) {
      wait(slice, now);
    }
    return slice;
  }

  /** Has another copy of a slice leased as soon as may be. */
  void wait(Slice slice, double now) {
    slice.waiting++;
    slice.waitsSince = now;
    waitsSince = now;
    again.add(slice);
  }

  /** Takes back what was accepted of a slice. */
  void reopen(Slice slice) {
    slice.done = false;
    open.add(slice);
    reopened += slice.tasks;
    count(slice, -1);
  }

  /** Counts a slice that is done, or takes it back. */
  void count(Slice slice, int sign) {
    completed += (long) sign * slice.tasks;
    wrong += slice.answer == Slice.RIGHT ? 0 : (long) sign * slice.tasks;
    known += slice.isKnown ? sign : 0;
    supportedTasks += slice.isOffloaded ? (long) sign * slice.tasks : 0;
  }

  /** A host took so long for so many tasks. */
  void took(double seconds, int tasks) {
    doneSeconds += seconds;
    doneTasks += tasks;
  }

  /** What a task takes, as far as it is known. */
  double secondsEach() {
    return doneTasks == 0 ? spec.seconds().mean() : doneSeconds / doneTasks;
  }

  /**
   * Looks at the progress, which people see grow: what was opened again is not taken back there.
   */
  void sample(double now) {
    sampled = Math.max(sampled, completed);
    progress.add(new Progress.Sample(now - arrived, sampled, leasedTasks));
  }

  double makespan(double horizon) {
    return (Double.isNaN(finished) ? horizon : finished) - arrived;
  }
}
