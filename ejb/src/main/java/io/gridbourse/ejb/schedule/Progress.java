package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.wire.Views.EventView;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells how far bags are, as {@code bag.progress}: at most four times a second for each. */
final class Progress implements Consumer<PartitionRun> {
  private static final long INTERVAL_MILLIS = 250;
  private static final int BAGS_MAX = 1_000;
  private final Map<BagId, Long> last = new ConcurrentHashMap<>();
  private final Consumer<EventView> told;
  private final Clock clock;

  Progress(Consumer<EventView> told, Clock clock) {
    this.told = told;
    this.clock = clock;
  }

  @Override
  public void accept(PartitionRun run) {
    BagId bag = run.scope().bag();
    long now = clock.millis();
    Long before = last.get(bag);
    if (before != null && now - before < INTERVAL_MILLIS) {
      return;
    }
    if (last.size() > BAGS_MAX) {
      last.clear();
    }
    last.put(bag, now);
    long[] sums = new long[5];
    for (PartitionRun each : run.bag().partitions()) {
      BookReport.Counts counts = each.look(BookReport::counts);
      sums[0] += counts.waiting();
      sums[1] += counts.leased();
      sums[2] += counts.sealed();
      sums[3] += counts.succeeded();
      sums[4] += counts.failed();
    }
    told.accept(
        new EventView(
            0,
            clock.instant(),
            "bag.progress",
            bag.text(),
            Map.of(
                "waiting", Long.toString(sums[0]),
                "leased", Long.toString(sums[1]),
                "sealed", Long.toString(sums[2]),
                "certified", Long.toString(sums[3]),
                "failed", Long.toString(sums[4]))));
  }
}
