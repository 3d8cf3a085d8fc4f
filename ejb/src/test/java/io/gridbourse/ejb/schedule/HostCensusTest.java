package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.schedule.Eligibility;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.fixtures.TestDatabase;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    return running(grid.bag(seed, 10, 4, 1));
  }

  private BagRun running(BagId bag) throws InterruptedException {
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
  void likeHostsAreCountedByClassAndUnknownOnesLeftOut() throws Exception {
    Assurance assurance =
        new Assurance(
            List.of(new Assurance.Vote(2, 0.2)),
            new Assurance.SameBytes(),
            0,
            Assurance.Hosts.PROCESSOR);
    BagRun run = running(grid.bag("alike", 10, 1, 1, Verification.assured(assurance)));
    for (String each : List.of("a/1", "a/1", "b/2")) {
      online(new WireWorker(each, GridOfOne.SEPARATOR, WireWorker::truth, each), "wasm");
    }
    assertThat(HostCensus.facts(census(run, Set.of())))
        .containsExactly(
            "3 of 5 workers online may take what waits",
            "a known kind of processor leaves out 2 of them, 2 for nothing else");
    Map<String, Integer> classes = HostCensus.classes(run, grid.dispatcher);
    assertThat(classes)
        .containsExactlyInAnyOrderEntriesOf(Map.of("linux/amd64/a/1", 2, "linux/amd64/b/2", 1));
    assertThat(HostCensus.tooFewAlike(classes, 2)).isEmpty();
    assertThat(HostCensus.tooFewAlike(classes, 3))
        .contains(
            "It needs 3 votes of like hosts on each task, and no class has more than 2 workers"
                + " online.");
    assertThat(HostCensus.classes(running("any"), grid.dispatcher)).isEmpty();
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
