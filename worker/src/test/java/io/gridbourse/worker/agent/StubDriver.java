package io.gridbourse.worker.agent;

import io.gridbourse.worker.driver.Bait;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.outcome.AnswersBuilder;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/** Answers every task with its index; may be told to wait until it is cancelled. */
final class StubDriver implements Driver {
  private final boolean stuck;

  StubDriver(boolean stuck) {
    this.stuck = stuck;
  }

  @Override
  public String name() {
    return "stub";
  }

  @Override
  public LeaseRun run(LeaseWork work, Cancellation cancellation, IntConsumer progress)
      throws LeaseNotRunException, InterruptedException {
    if (stuck) {
      CountDownLatch cancelled = new CountDownLatch(1);
      cancellation.onCancel(cancelled::countDown);
      cancelled.await();
      cancellation.check();
    }
    AnswersBuilder answers = new AnswersBuilder(work.first());
    for (long index = work.first(); index < work.first() + work.count(); index++) {
      byte[] bytes = Long.toString(index).getBytes(StandardCharsets.US_ASCII);
      answers.add(new TaskOutcome.Succeeded(bytes));
      progress.accept(1);
    }
    return new LeaseRun(answers.build(), 1);
  }

  @Override
  public ProbeReport probe(Bait bait) {
    return new ProbeReport("stub", List.of(), 0, List.of());
  }

  @Override
  public void close() {}
}
