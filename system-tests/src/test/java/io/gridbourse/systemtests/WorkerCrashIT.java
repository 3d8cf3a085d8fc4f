package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridbourse.cli.local.LocalWorker;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers die, are asked to leave, and come back. */
@ExtendWith(GridExtension.class)
class WorkerCrashIT {
  @Test
  void aBagCompletesWithoutAWorkerThatDiedWithLeases(Grid grid) {
    LocalWorker doomed = grid.start("doomed");
    Bag bag = grid.submit(Spec.search(1_024, 400));
    awaitLeases(grid, doomed);
    doomed.kill();
    bag.awaitCompletion();
  }

  @Test
  void aWorkerThatComesBackWithSealedAnswersCanStillShowThem(Grid grid) {
    LocalWorker fickle = grid.start("fickle");
    BigInteger pledge = grid.chain().pledge(fickle.address());
    Bag bag = grid.submit(Spec.search(1_024, 400).confidence(0.75));
    awaitLeases(grid, fickle);
    fickle.kill();
    grid.installation().restart(fickle);
    bag.awaitCompletion();
    await("the worker is seen again")
        .atMost(Duration.ofSeconds(60))
        .until(() -> grid.worker(fickle.address()).path("state").asText(), "ONLINE"::equals);
    assertThat(grid.chain().pledge(fickle.address())).as("pledge").isEqualTo(pledge);
    fickle.close();
  }

  @Test
  void aWorkerThatIsAskedToLeaveHandsBackWhatItHolds(Grid grid) {
    LocalWorker leaver = grid.start("leaver");
    BigInteger pledge = grid.chain().pledge(leaver.address());
    Bag bag = grid.submit(Spec.search(1_024, 400));
    awaitLeases(grid, leaver);
    leaver.close();
    assertThat(leaver.exitCode()).as("exit code").hasValue(0);
    await("the worker holds nothing")
        .atMost(Duration.ofSeconds(60))
        .until(() -> grid.worker(leaver.address()).path("leases").asLong(), leases -> leases == 0);
    bag.awaitCompletion();
    assertThat(grid.chain().pledge(leaver.address())).as("pledge").isEqualTo(pledge);
  }

  private static void awaitLeases(Grid grid, LocalWorker worker) {
    await(worker.name() + " holds a lease")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> grid.worker(worker.address()).path("leases").asLong(), leases -> leases > 0);
  }
}
