package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.BookSimulation.Conduct;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However workers meet on tasks, a settlement has no more different ballots than the ledger takes.
 */
class VoterSetsPropertyTest {
  private static final int TASKS = 1_500;
  private static final int WORKERS = 80;
  private static final int STEPS_MAX = 200_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void chanceMakesNoMoreBallotsThanTheLedgerTakesAndNoTaskIsLost(long seed) {
    BookSimulation simulation = simulation(seed).run(STEPS_MAX);
    BookReport report = simulation.book.report();
    assertThat(report.settlement(1_000, "").ballots())
        .as("seed %d", seed)
        .hasSizeGreaterThanOrEqualTo(VoterSets.REUSE_FROM)
        .hasSizeLessThanOrEqualTo(PocoRule.BALLOTS_MAX);
    assertThat(report.counts().succeeded()).as("seed %d", seed).isEqualTo(TASKS);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void liarsAndSilentWorkersMakeNoMoreBallotsEither(long seed) {
    BookSimulation simulation = simulation(seed);
    for (int i = 0; i < WORKERS / 2; i++) {
      Conduct conduct = i % 2 == 0 ? Conduct.LIAR : Conduct.SILENT;
      simulation.workers.add(simulation.new SimulatedWorker(WORKERS + i, conduct));
    }
    BookReport report = simulation.run(STEPS_MAX).book.report();
    assertThat(report.settlement(1_000, "").ballots())
        .as("seed %d", seed)
        .hasSizeLessThanOrEqualTo(PocoRule.BALLOTS_MAX);
    assertThat(report.counts().certified() + report.counts().givenUp()).isEqualTo(TASKS);
  }

  private static BookSimulation simulation(long seed) {
    return new BookSimulation(seed, scope(), rules(), WORKERS);
  }

  private static PartitionScope scope() {
    return new PartitionScope(BagId.of(BookSimulation.DEAL), BookSimulation.DEAL, 3, 0, TASKS);
  }

  private static BookRules rules() {
    return new BookRules(new Trust(4), 50, Duration.ofHours(9), 200);
  }
}
