package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of one run. */
record Outcome(List<Bag> bags, long events, int caught) {
  Outcome {
    bags = List.copyOf(bags);
  }

  /**
   * What came of one bag.
   *
   * @param ended whether it was done before the horizon
   * @param idealSeconds without a tail; NaN if it did not get to nine tenths
   * @param copies tasks that were leased, duplicates included
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

  static Outcome of(Scenario scenario, List<BagRun> runs, long events, int caught) {
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
    return new Outcome(bags, events, caught);
  }
}
