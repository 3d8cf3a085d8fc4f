package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of one run. */
record Outcome(List<Bag> bags, Counts counts) {
  Outcome {
    bags = List.copyOf(bags);
  }

  /**
   * What came of all bags together.
   *
   * @param caught liars that failed a check
   * @param apart pairs of hosts that were kept apart in the end
   */
  record Counts(long events, int caught, int apart) {}

  /**
   * What came of one bag.
   *
   * @param ended whether it was done before the horizon
   * @param idealSeconds without a tail; NaN if it did not get to nine tenths
   * @param copies tasks that were leased, duplicates included
   * @param reopened tasks whose accepted answer was taken back
   * @param offloaded tasks that supporting workers did
   * @param half how it stood when half was done, if anybody looked then
   */
  record Bag(
      String name,
      Scenario.Weights weights,
      boolean ended,
      double makespan,
      boolean inTime,
      double cost,
      double joules,
      long tasks,
      long completed,
      long wrong,
      long reopened,
      long copies,
      double wastedSeconds,
      double busySeconds,
      double idealSeconds,
      long offloaded,
      long creditsSpent,
      long creditsGiven,
      double deadlineSeconds,
      Optional<Progress.Sample> half,
      List<Progress.Sample> samples) {
    /** Its progress when half was done. */
    Optional<Progress> atHalf() {
      return half.map(sample -> Progress.of(tasks, List.of(sample)));
    }

    double slowdown() {
      return makespan / idealSeconds;
    }
  }

  static Outcome of(Scenario scenario, List<BagRun> runs, Counts counts) {
    List<Bag> bags = new ArrayList<>();
    for (BagRun run : runs) {
      double makespan = run.makespan(scenario.horizonSeconds());
      bags.add(
          new Bag(
              run.spec.name(),
              run.spec.weights(),
              run.isDone(),
              makespan,
              run.isDone() && makespan <= run.spec.deadlineSeconds(),
              run.cost,
              run.joules,
              run.spec.tasks(),
              run.completed,
              run.wrong,
              run.reopened,
              run.copies,
              run.wastedSeconds,
              run.busySeconds,
              run.bodyAt > 0 ? Tail.idealSeconds(run.bodyAt) : Double.NaN,
              run.supportedTasks,
              run.credits.spent(),
              run.credits.deposited(),
              run.spec.deadlineSeconds(),
              Optional.ofNullable(run.half).filter(half -> half.seconds() < makespan),
              run.progress.samples()));
    }
    return new Outcome(bags, counts);
  }
}
