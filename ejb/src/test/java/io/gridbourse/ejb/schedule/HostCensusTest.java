package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.schedule.Eligibility;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.fixtures.TestDatabase;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keeps workers from a bag, counted on a node with a real database. */
@Timeout(40)
class HostCensusTest {
  private final GridOfOne grid = new GridOfOne(TestDatabase.create());
  private final WireWorker ann = worker("ann");
  private final WireWorker bob = worker("bob");

  @AfterEach
  void close() {
    grid.close();
  }

  private static WireWorker worker(String name) {
    return new WireWorker(name, GridOfOne.SEPARATOR, WireWorker::truth);
  }

  private void online(WireWorker worker, String driver) {
    grid.presence.heard(worker.worker, false, Set.of(driver), Instant.now());
  }

  /** Workers are heard of just before, so that none counts as lost on a slow machine. */
  private Eligibility.Census census(BagRun run, Set<Address> voted) {
    online(ann, "wasm");
    online(bob, "wasm");
    return HostCensus.of(run, grid.dispatcher, voted);
  }

  private BagRun running(String seed) throws InterruptedException {
    BagId bag = grid.bag(seed, 10, 4, 1);
    grid.driveAll(bag);
    Optional<BagRun> run = grid.dispatcher.find(bag);
    while (run.isEmpty()) {
      Thread.sleep(5);
      run = grid.dispatcher.find(bag);
    }
    return run.get();
  }

  @Test
  void workersThatMeetEveryConditionAreCounted() throws Exception {
    Eligibility.Census census = census(running("all"), Set.of());
    assertThat(HostCensus.facts(census))
        .containsExactly("2 of 2 workers online may take what waits");
  }

  @Test
  void eachConditionSaysWhomItLeavesOut() throws Exception {
    BagRun run = running("some");
    online(worker("cid"), "process");
    Eligibility.Census census = census(run, Set.of(ann.address()));
    assertThat(HostCensus.facts(census))
        .containsExactly(
            "1 of 3 workers online may take what waits",
            "the driver wasm leaves out 1 of them, 1 for nothing else",
            "not having voted on what waits leaves out 1 of them, 1 for nothing else");
  }

  @Test
  void withoutPledgesNobodyMayAndTheRemedySaysSo() throws Exception {
    grid.pledge = BigInteger.ZERO;
    Eligibility.Census census = census(running("poor"), Set.of(ann.address(), bob.address()));
    assertThat(census.eligible()).isZero();
    assertThat(HostCensus.facts(census))
        .contains("a pledge and a limit that leave room leaves out 2 of them, 0 for nothing else");
    assertThat(census.remedy())
        .isEqualTo("Raise the pledges or the bag's limit of parallel tasks.");
  }
}
