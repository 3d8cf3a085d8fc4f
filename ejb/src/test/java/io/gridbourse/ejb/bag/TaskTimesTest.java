package io.gridbourse.ejb.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.wire.TailViews.BinView;
import io.gridbourse.domain.wire.TailViews.TimesView;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.sql.Sql;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times of tasks are summed up by the database as one would by hand, to a fifth. */
class TaskTimesTest {
  private static final BagId BAG = new BagId("b-0000000000000001");
  private static final long SEED = 20_261_120;
  private final TestDatabase database = TestDatabase.create();
  private final Sql sql = new Sql(database);
  private int leases;

  @BeforeEach
  void takesLeasesOfNoPartition() {
    sql.update("alter table contribution drop constraint contribution_bag_partition_fkey");
  }

  @Test
  void nothingIsToldBeforeAnAnswer() {
    assertThat(new TaskTimes(database).of(BAG)).isEmpty();
  }

  @Test
  void tasksOfOneLeaseCountWithItsAverage() {
    lease(10, 10_000, false);
    lease(1, 4_000, false);
    TimesView times = new TaskTimes(database).of(BAG).orElseThrow();
    assertThat(times.tasks()).isEqualTo(11);
    assertThat(times.least()).isEqualTo(1.0);
    assertThat(times.most()).isEqualTo(4.0);
    assertThat(times.median()).isEqualTo(1.0);
    assertThat(times.mean()).isCloseTo(14.0 / 11, within(1e-9));
    assertThat(times.bins()).hasSize(9);
    assertThat(times.bins()).extracting(BinView::tasks).startsWith(10L, 0L).endsWith(0L, 1L);
  }

  @Test
  void checksAndOtherBagsDoNotCount() {
    lease(1, 1_000, false);
    lease(1, 9_000, true);
    assertThat(new TaskTimes(database).of(BAG).orElseThrow().tasks()).isEqualTo(1);
    assertThat(new TaskTimes(database).of(new BagId("b-0000000000000002"))).isEmpty();
  }

  @Test
  void quantilesAreRightToAFifth() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] all =
        DoubleStream.generate(() -> Math.exp(random.nextDouble() * 6)).limit(300).toArray();
    for (double millis : all) {
      lease(1, millis, false);
    }
    java.util.Arrays.sort(all);
    TimesView times = new TaskTimes(database).of(BAG).orElseThrow();
    assertThat(times.low() * 1_000).as("seed %d", SEED).isBetween(all[29] / 1.2, all[29] * 1.2);
    assertThat(times.median() * 1_000).isBetween(all[149] / 1.2, all[149] * 1.2);
    assertThat(times.high() * 1_000).isBetween(all[269] / 1.2, all[269] * 1.2);
    assertThat(times.bins().stream().mapToLong(BinView::tasks).sum()).isEqualTo(300);
  }

  private void lease(int count, double millis, boolean isCheck) {
    leases++;
    sql.update(
        "insert into contribution (bag, partition, lease, worker, weight, first, count, root,"
            + " chain_tasks, accumulator, signature, task_millis, commit_seq, committed_at,"
            + " is_check) values (?, 0, ?, ?, 1, 0, ?, ?, 0, ?, '0x', ?, ?, ?, ?)",
        BAG.text(),
        "lease " + leases,
        "0x" + "1".repeat(40),
        count,
        new byte[32],
        new byte[32],
        millis,
        (long) leases,
        Instant.EPOCH,
        isCheck);
  }
}
