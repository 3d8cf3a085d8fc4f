package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.bag.StoredOpenPartitions;
import io.gridbourse.ejb.data.StoredCheckpoints;
import io.gridbourse.ejb.data.StoredCheckpoints.GivenTo;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.schedule.KeepCheckpoint.Outcome;
import io.gridbourse.ejb.schedule.KeepCheckpoint.Sent;
import io.gridbourse.ejb.settings.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(40)
class KeepCheckpointTest {
  private static final Instant NOW = Instant.parse("2026-03-06T12:00:00Z");
  private static final byte[] STATE = "half of it".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path home;
  private final TestDatabase database = TestDatabase.create();
  private final GridOfOne grid = new GridOfOne(database);
  private StoredCheckpoints checkpoints;
  private KeepCheckpoint keep;

  @BeforeEach
  void start() {
    checkpoints = new StoredCheckpoints(database, new StoreSettings(home, 1 << 20));
    keep = new KeepCheckpoint(grid.dispatcher, checkpoints);
  }

  @AfterEach
  void close() {
    grid.close();
  }

  @Test
  void onlyTheHolderOfTheLeaseIsHeard() throws Exception {
    grid.checkpoint = Optional.of(saving(true, false));
    BagId bag = grid.bag("saving", 4, 1, 1);
    grid.driveAll(bag);
    WireWorker ann = worker("ann");
    WorkerWire.Grant lease = lease(ann);
    assertThat(keep.keep(sent(ann, lease, lease.fence(), lease.first()))).isEqualTo(Outcome.STORED);
    assertThat(keep.keep(sent(ann, lease, lease.fence() + 1, lease.first())))
        .isEqualTo(Outcome.LEASE_STALE);
    assertThat(keep.keep(sent(ann, lease, lease.fence(), lease.first() + lease.count())))
        .isEqualTo(Outcome.LEASE_STALE);
    assertThat(keep.keep(sent(worker("bob"), lease, lease.fence(), lease.first())))
        .isEqualTo(Outcome.LEASE_STALE);
    assertThat(keep.keep(new Sent(ann.address(), "nonsense", 1, 0, NOW, STATE)))
        .isEqualTo(Outcome.LEASE_STALE);
    assertThat(
            keep.keep(
                new Sent(
                    ann.address(), lease.lease(), lease.fence(), lease.first(), NOW, new byte[0])))
        .isEqualTo(Outcome.EMPTY);
    assertThat(checkpoints.of(bag, 0, 4, worker("bob").address())).hasSize(1);
  }

  @Test
  void aBagThatWantsNoneKeepsNone() throws Exception {
    BagId bag = grid.bag("plain", 4, 1, 1);
    grid.driveAll(bag);
    WireWorker ann = worker("ann");
    WorkerWire.Grant lease = lease(ann);
    assertThat(keep.keep(sent(ann, lease, lease.fence(), lease.first())))
        .isEqualTo(Outcome.NOT_WANTED);
  }

  @Test
  void aDecidedTaskLosesItsCheckpoints() throws Exception {
    grid.checkpoint = Optional.of(saving(true, false));
    BagId bag = grid.bag("decided", 3, 1, 1);
    grid.driveAll(bag);
    WireWorker ann = worker("ann");
    WorkerWire.Grant lease = lease(ann);
    keep.keep(sent(ann, lease, lease.fence(), lease.first()));
    SweepCheckpoints sweep =
        new SweepCheckpoints(checkpoints, grid.dispatcher, new StoredOpenPartitions(database));
    sweep.sweep();
    assertThat(checkpoints.parts()).as("of an open task").hasSize(1);
    // The next round answers the lease.
    ann.heard(grid.exchange.exchange(ann.worker, ann.request(0)).get(10, TimeUnit.SECONDS));
    sweep.sweep();
    assertThat(checkpoints.parts()).isEmpty();
  }

  @Test
  void votersDoNotStartFromOneAnother() {
    assertThat(KeepCheckpoint.givenTo(saving(true, false), false)).isEqualTo(GivenTo.ANY);
    assertThat(KeepCheckpoint.givenTo(saving(false, false), false)).isEqualTo(GivenTo.ALIKE);
    assertThat(KeepCheckpoint.givenTo(saving(true, false), true)).isEqualTo(GivenTo.OWN);
    assertThat(KeepCheckpoint.givenTo(saving(true, true), true)).isEqualTo(GivenTo.ANY);
  }

  @ParameterizedTest
  @CsvSource({"1,0,ANY", "2,0,OWN", "1,0.1,OWN"})
  void whoSaysThatTheLedgersRuleIsEnoughSaysNothingMore(long trust, double checks, GivenTo to)
      throws Exception {
    grid.checkpoint = Optional.of(saving(true, false));
    Assurance replicate =
        new Assurance(
            List.of(new Assurance.Replicate()),
            new Assurance.SameBytes(),
            checks,
            Assurance.Hosts.ANY);
    BagId bag = grid.bag("ruled", 4, trust, 1, Verification.assured(replicate));
    BagSpec spec = grid.bags.find(bag).orElseThrow().spec();
    assertThat(
            KeepCheckpoint.givenTo(spec.checkpoint().orElseThrow(), KeepCheckpoint.isJudged(spec)))
        .isEqualTo(to);
  }

  private static BagSpec.Checkpoint saving(boolean portable, boolean shared) {
    return new BagSpec.Checkpoint("state", Duration.ofSeconds(60), portable, shared);
  }

  private static Sent sent(WireWorker worker, WorkerWire.Grant lease, long fence, long task) {
    return new Sent(worker.address(), lease.lease(), fence, task, NOW, STATE);
  }

  private WorkerWire.Grant lease(WireWorker worker) throws Exception {
    while (worker.granted.isEmpty()) {
      worker.heard(
          grid.exchange.exchange(worker.worker, worker.request(200)).get(10, TimeUnit.SECONDS));
    }
    return worker.granted.get(0);
  }

  private static WireWorker worker(String name) {
    return new WireWorker(name, GridOfOne.SEPARATOR, WireWorker::truth);
  }
}
