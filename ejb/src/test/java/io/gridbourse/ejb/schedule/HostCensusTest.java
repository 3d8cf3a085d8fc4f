package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.schedule.Eligibility;
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
  private final WireWorker ann = online("ann", "wasm");
  private final WireWorker bob = online("bob", "wasm");

  @AfterEach
  void close() {
    grid.close();
  }

  private WireWorker online(String name, String driver) {
    WireWorker worker = new WireWorker(name, GridOfOne.SEPARATOR, WireWorker::truth);
    grid.presence.heard(worker.worker, false, Set.of(driver), Instant.now());
    return worker;
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
    Eligibility.Census census =
        HostCensus.of(running("all"), grid.dispatcher, grid.presence, Set.of());
    assertThat(HostCensus.facts(census))
        .containsExactly("2 of 2 workers online may take what waits");
  }

  @Test
  void eachConditionSaysWhomItLeavesOut() throws Exception {
    online("cid", "process");
    Eligibility.Census census =
        HostCensus.of(running("some"), grid.dispatcher, grid.presence, Set.of(ann.address()));
    assertThat(HostCensus.facts(census))
        .containsExactly(
            "1 of 3 workers online may take what waits",
            "the driver wasm leaves out 1 of them, 1 for nothing else",
            "not having voted on what waits leaves out 1 of them, 1 for nothing else");
  }

  @Test
  void withoutPledgesNobodyMayAndTheRemedySaysSo() throws Exception {
    grid.pledge = BigInteger.ZERO;
    Eligibility.Census census =
        HostCensus.of(
            running("poor"), grid.dispatcher, grid.presence, Set.of(ann.address(), bob.address()));
    assertThat(census.eligible()).isZero();
    assertThat(HostCensus.facts(census))
        .contains("a pledge and a limit that leave room leaves out 2 of them, 0 for nothing else");
    assertThat(census.remedy())
        .isEqualTo("Raise the pledges or the bag's limit of parallel tasks.");
  }
}
