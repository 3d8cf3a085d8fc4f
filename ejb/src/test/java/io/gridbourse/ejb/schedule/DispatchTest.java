package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.bag.Partition;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way of tasks through a node, with a real database and real signatures. */
@Timeout(40)
class DispatchTest {
  private final TestDatabase database = TestDatabase.create();
  private GridOfOne grid = new GridOfOne(database);

  @AfterEach
  void close() {
    grid.close();
  }

  @Test
  void aOneTaskBagIsCertifiedByOneAnswer() throws Exception {
    BagId bag = grid.bag("one", 1, 1, 1);
    finish(bag, List.of(honest("ann")));
    Partition partition = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(partition.state()).isEqualTo(PartitionState.DECIDED);
    assertThat(partition.tally().succeeded()).isEqualTo(1);
  }

  @Test
  void aHeldRequestIsServedOnceHoweverOftenOthersWakeIt() throws Exception {
    Queue<String> granted = new ConcurrentLinkedQueue<>();
    grid.dispatcher.furnishing(
        (worker, grant) -> {
          granted.add(grant.lease());
          grid.dispatcher.wake();
          // Time for the other pump to come to the same request.
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
          return grant;
        });
    WireWorker ann = honest("ann");
    Future<WorkerWire.Orders> held = grid.exchange.exchange(ann.worker, ann.request(10_000));
    grid.driveAll(grid.bag("held", 1_000, 1, 1));
    assertThat(held.get(20, TimeUnit.SECONDS).leases())
        .extracting(WorkerWire.Grant::lease)
        .isNotEmpty()
        .containsExactlyElementsOf(granted);
  }

  @Test
  void rowsGrowWithLeasesAndNotWithTasks() throws Exception {
    BagId bag = grid.bag("many", 40_000, 1, 4);
    finish(bag, List.of(silentProgram("ann"), silentProgram("bob")));
    assertThat(succeeded(bag)).isEqualTo(40_000);
    long rows = count("select count(*) as n from contribution");
    assertThat(rows).isLessThan(400);
    assertThat(count("select max(octet_length(digests)) as n from contribution")).isEqualTo(32);
  }

  @Test
  void aLiarIsOutvotedAndTheHonestAnswerIsCertified() throws Exception {
    BagId bag = grid.bag("liar", 60, 4, 2);
    WireWorker liar =
        new WireWorker(
            "liar",
            GridOfOne.SEPARATOR,
            index -> index % 5 == 0 ? new byte[] {66} : WireWorker.truth(index));
    List<WireWorker> workers = new ArrayList<>(List.of(liar));
    for (int i = 0; i < 5; i++) {
      workers.add(honest("honest" + i));
    }
    finish(bag, workers);
    assertThat(succeeded(bag)).isEqualTo(60);
    for (Partition partition : grid.partitions.of(bag)) {
      BookReport report = report(bag, partition);
      for (int offset = 0; offset < partition.tasks(); offset++) {
        assertThat(report.certifiedDigest(offset)).contains(digest(partition.first() + offset));
      }
    }
  }

  @Test
  void afterACrashWhatWasAcknowledgedIsThereAndFinishedWorkIsNotDoneAgain() throws Exception {
    BagId bag = grid.bag("crash", 3_000, 1, 2);
    List<Future<Boolean>> drives = grid.driveAll(bag);
    WireWorker worker = honest("ann");
    List<String> settled = new ArrayList<>();
    while (settled.size() < 8) {
      settled.addAll(grid.round(worker, 100).settled());
    }
    grid.crash();
    expireOwnership();
    long before = count("select sum(count) as n from contribution");
    assertThat(count("select count(*) as n from contribution")).isGreaterThanOrEqualTo(8);
    grid = new GridOfOne(database);
    finish(bag, List.of(honest("bob")));
    assertThat(succeeded(bag)).isEqualTo(3_000);
    assertThat(count("select sum(count) as n from contribution")).isEqualTo(3_000);
    assertThat(before).isPositive();
    assertThat(drives).isNotEmpty();
  }

  @Test
  void sealedAnswersSurviveARestart() throws Exception {
    BagId bag = grid.bag("sealed", 1, 4, 1);
    grid.driveAll(bag);
    WireWorker ann = honest("ann");
    WireWorker bob = honest("bob");
    while (ann.granted.isEmpty()) {
      grid.round(ann, 100);
    }
    assertThat(grid.round(ann, 0).settled()).hasSize(1);
    grid.crash();
    expireOwnership();
    grid = new GridOfOne(database);
    List<Future<Boolean>> drives = grid.driveAll(bag);
    WorkerWire.Orders orders = grid.round(ann, 0);
    assertThat(orders.cancel()).isEmpty();
    Future<Boolean> first = grid.work(ann, drives);
    Future<Boolean> second = grid.work(bob, drives);
    assertThat(drives.get(0).get(30, TimeUnit.SECONDS)).isTrue();
    first.get();
    second.get();
    assertThat(succeeded(bag)).isEqualTo(1);
    assertThat(count("select count(*) as n from contribution")).isEqualTo(2);
  }

  @Test
  void aStaleOwnerChangesNoRow() throws Exception {
    BagId bag = grid.bag("fence", 100, 1, 1);
    grid.driveAll(bag);
    WireWorker worker = honest("ann");
    while (worker.granted.isEmpty()) {
      grid.round(worker, 100);
    }
    new Sql(database).update("update bag_partition set epoch = epoch + 1, node = 'other'");
    WorkerWire.Exchange request = worker.request(0);
    assertThat(grid.exchange.exchange(worker.worker, request)).failsWithin(10, TimeUnit.SECONDS);
    assertThat(count("select count(*) as n from contribution")).isZero();
  }

  @Test
  void aWorkerIsLeasedNoMoreThanItsPledgeCovers() throws Exception {
    grid.pledge = BigInteger.valueOf(300 * 3 + 299);
    BagId bag = grid.bag("pledge", 50, 1, 1);
    List<Future<Boolean>> drives = grid.driveAll(bag);
    WireWorker worker = honest("ann");
    int done = 0;
    for (int i = 0; i < 40 && done < 3; i++) {
      done += grid.round(worker, 100).settled().size();
    }
    assertThat(done).isBetween(1, 3);
    grid.round(worker, 0);
    grid.round(worker, 0);
    assertThat(count("select sum(count) as n from contribution")).isEqualTo(3);
    assertThat(grid.round(worker, 0).leases()).isEmpty();
    assertThat(drives.get(0).isDone()).isFalse();
  }

  @Test
  void aWrongSignatureLosesTheLease() throws Exception {
    BagId bag = grid.bag("signature", 1, 1, 1);
    grid.driveAll(bag);
    WireWorker worker = new WireWorker("ann", Bytes32.ZERO, WireWorker::truth);
    while (worker.granted.isEmpty()) {
      grid.round(worker, 100);
    }
    WorkerWire.Orders orders = grid.round(worker, 0);
    assertThat(orders.refused()).containsValue("SIGNATURE_INVALID");
    assertThat(orders.settled()).isEmpty();
    assertThat(orders.leases())
        .extracting(WorkerWire.Grant::lease)
        .doesNotContainAnyElementsOf(orders.refused().keySet());
    assertThat(count("select count(*) as n from contribution")).isZero();
    assertThat(bag).isNotNull();
  }

  @Test
  void thousandsOfTasksASecondAreStoredDurably() throws Exception {
    BagId bag = grid.bag("quick", 200_000, 1, 8);
    long start = System.nanoTime();
    finish(bag, List.of(silentProgram("ann"), silentProgram("bob")));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.getLogger("test")
        .log(System.Logger.Level.INFO, "200,000 tasks in {0} s", Double.toString(seconds));
    assertThat(succeeded(bag)).isEqualTo(200_000);
  }

  private void finish(BagId bag, List<WireWorker> workers) throws Exception {
    List<Future<Boolean>> drives = grid.driveAll(bag);
    List<Future<Boolean>> working =
        workers.stream().map(worker -> grid.work(worker, drives)).toList();
    for (Future<Boolean> drive : drives) {
      drive.get(60, TimeUnit.SECONDS);
    }
    for (Future<Boolean> each : working) {
      each.get(10, TimeUnit.SECONDS);
    }
  }

  private BookReport report(BagId bag, Partition partition) {
    Terms terms = grid.terms().of(bag);
    return PartitionBook.restore(
            new io.gridbourse.domain.proof.PartitionScope(
                bag, terms.deal().id(), partition.number(), partition.first(), partition.tasks()),
            new io.gridbourse.domain.proof.BookRules(
                terms.deal().trust(), 3, java.time.Duration.ofSeconds(60), 100),
            9,
            new FactRows(database).load(bag, partition.number()))
        .report();
  }

  private long succeeded(BagId bag) {
    return grid.partitions.of(bag).stream().mapToLong(each -> each.tally().succeeded()).sum();
  }

  private void expireOwnership() {
    new Sql(database).update("update bag_partition set expires = '-infinity'");
  }

  private long count(String query) {
    return new Sql(database).first(query, row -> row.getLong("n")).orElseThrow();
  }

  private static WireWorker honest(String name) {
    return new WireWorker(name, GridOfOne.SEPARATOR, WireWorker::truth);
  }

  private static WireWorker silentProgram(String name) {
    return new WireWorker(name, GridOfOne.SEPARATOR, index -> new byte[0]);
  }

  private static Bytes32 digest(long index) {
    return Bytes32.of(Sha256.newDigest().digest(WireWorker.truth(index)));
  }
}
