package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.Assurance.Hosts;
import io.gridbourse.domain.bag.Assurance.SameBytes;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.PartitionScope;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.bag.Partition;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.proof.BagDemands;
import io.gridbourse.ejb.proof.Doubts;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bags that ask for more than the ledger's rule, through a node with a real database. */
@Timeout(60)
class LadderDispatchTest {
  private static final Assurance.Vote THREE = new Assurance.Vote(3, 0.2);
  private final TestDatabase database = TestDatabase.create();
  private GridOfOne grid = new GridOfOne(database);

  @AfterEach
  void close() {
    grid.close();
  }

  @Test
  void threeEqualVotesAreAwaitedAlthoughTheLedgerIsContentWithOne() throws Exception {
    BagId bag = grid.bag("three", 40, 1, 2, asking(new SameBytes(), 0));
    List<WireWorker> workers = honest(4);
    workers.add(worker("liar", index -> index % 4 == 0 ? text("no") : WireWorker.truth(index)));
    finish(bag, workers);
    for (Partition partition : grid.partitions.of(bag)) {
      PartitionSettlement settlement = settlement(partition);
      assertThat(settlement.failedTasks()).isZero();
      assertThat(settlement.ballots())
          .allSatisfy(ballot -> assertThat(ballot.accepted()).hasSizeGreaterThanOrEqualTo(3));
      for (int offset = 0; offset < partition.tasks(); offset++) {
        byte[] truth = WireWorker.truth(partition.first() + offset);
        assertThat(report(partition).certifiedDigest(offset)).contains(digest(truth));
      }
    }
  }

  @Test
  void numbersThatDifferALittleCountAsTheSame() throws Exception {
    BagId bag = grid.bag("numbers", 30, 1, 1, asking(new Assurance.LikeNumbers(1e-3, 0), 0));
    List<WireWorker> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      double noise = i * 1e-4;
      workers.add(worker("w" + i, index -> text("value " + (index + noise))));
    }
    workers.add(worker("far", index -> text("value " + (index + 0.5))));
    workers.add(worker("illegible", index -> new byte[] {(byte) 0xff, (byte) 0xfe, (byte) index}));
    finish(bag, workers);
    Partition partition = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(partition.tally().succeeded()).isEqualTo(30);
    PartitionSettlement settlement = settlement(partition);
    String far = workers.get(4).address().hex();
    String illegible = workers.get(5).address().hex();
    for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
      assertThat(ballot.accepted()).hasSizeGreaterThanOrEqualTo(3);
      assertThat(ballot.accepted().stream().map(at -> name(settlement, at)))
          .doesNotContain(far, illegible);
    }
    assertThat(count("select count(*) as n from contribution where counted is not null"))
        .isPositive();
  }

  @Test
  void hostsThatRoundDifferentlyAreNotComparedAndNobodyIsCaughtForIt() throws Exception {
    Verification alike =
        Verification.assured(new Assurance(List.of(THREE), new SameBytes(), 0.4, Hosts.PROCESSOR));
    BagId bag = grid.bag("alike", 400, 1, 1, alike);
    List<WireWorker> workers = new ArrayList<>();
    Map<Address, String> kinds = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      String kind = i % 2 == 0 ? "GenuineIntel/6" : "AuthenticAMD/25";
      WireWorker worker =
          new WireWorker(kind + i, GridOfOne.SEPARATOR, index -> text(kind + index), kind);
      workers.add(worker);
      kinds.put(worker.address(), kind);
    }
    WireWorker unknown = worker("unknown", WireWorker::truth);
    workers.add(unknown);
    workers.forEach(each -> grid.places.note(each.worker, "10.0.0.1"));
    finish(bag, workers);
    assertThat(unknown.granted).isEmpty();
    Partition partition = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(partition.tally().succeeded()).isEqualTo(400);
    PartitionSettlement settlement = settlement(partition);
    Set<String> counted = new HashSet<>();
    for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
      Set<String> voted = new HashSet<>();
      ballot.accepted().forEach(at -> voted.add(kinds.get(new Address(name(settlement, at)))));
      assertThat(voted).hasSize(1);
      assertThat(ballot.rejected()).isEmpty();
      counted.addAll(voted);
    }
    assertThat(counted).as("both classes did some").hasSize(2);
    assertThat(count("select count(*) as n from spot_check where passed")).isPositive();
    assertThat(count("select count(*) as n from spot_check where not passed")).isZero();
  }

  @Test
  void whoFailsACheckIsCaughtAndGivenNothingMore() throws Exception {
    BagId bag = grid.bag("checks", 400, 1, 1, asking(new SameBytes(), 0.4));
    List<WireWorker> workers = honest(5);
    WireWorker liar =
        worker("liar", index -> index % 2 == 0 ? text("no") : WireWorker.truth(index));
    workers.add(liar);
    finish(bag, workers);
    assertThat(count("select count(*) as n from spot_check where passed")).isPositive();
    assertThat(
            new Sql(database)
                .list(
                    "select worker from worker_standing where caught_at is not null",
                    row -> row.getString("worker")))
        .containsExactly(liar.address().hex());
    assertThat(grid.trust.recorded(liar.address()).orElseThrow().caughtIn()).contains(bag.text());
    Partition partition = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(partition.tally().succeeded()).isEqualTo(400);
    PartitionSettlement settlement = settlement(partition);
    for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
      assertThat(ballot.accepted().stream().map(at -> name(settlement, at)))
          .doesNotContain(liar.address().hex());
    }
    grid.trust.refresh();
    grid.driveAll(grid.bag("after", 4, 1, 1));
    assertThat(grid.round(liar, 300).leases()).isEmpty();
    assertThat(grid.trust.pardon(liar.address())).isTrue();
    grid.trust.refresh();
    assertThat(grid.round(liar, 2_000).leases()).isNotEmpty();
  }

  @Test
  void aHostWhoseLeasesComeToNothingIsGivenNoneOfAdaptiveBagsForTheDay() throws Exception {
    BagId bag = grid.bag("wasted", 300, 1, 1, adaptive());
    List<Future<Boolean>> drives = grid.driveAll(bag);
    WireWorker broken = worker("broken", WireWorker::truth);
    List<WorkerWire.Grant> leases = grid.giveBack(broken, List.of(), "DRIVER").leases();
    leases = grid.giveBack(broken, leases, "RETREAT").leases();
    assertThat(grid.quotas.view(broken.address()).failed()).as("its owner is back").isZero();
    int wasted = 0;
    while (!leases.isEmpty()) {
      wasted += leases.size();
      leases = grid.giveBack(broken, leases, "DRIVER").leases();
    }
    assertThat(wasted).as("each lowers quota and day").isEqualTo(GridOfOne.QUOTA / 2);
    assertThat(facts(bag))
        .contains("a quota that is not used up today leaves out 1 of them, 1 for nothing else");
    grid.driveAll(grid.bag("plain", 4, 1, 1));
    assertThat(grid.round(broken, 5_000).leases())
        .as("bags without adaptive replication go by no quota")
        .isNotEmpty();
    grid.quotas.save();
    List<WireWorker> workers = honest(2);
    List<Future<Boolean>> works =
        workers.stream().map(worker -> grid.work(worker, drives)).toList();
    for (Future<Boolean> work : works) {
      assertThat(work.get(50, TimeUnit.SECONDS)).isTrue();
    }
    grid.close();
    grid = new GridOfOne(database);
    assertThat(grid.quotas.admits(broken.address(), () -> 0)).isFalse();
    for (WireWorker worker : workers) {
      assertThat(grid.quotas.view(worker.address()).now())
          .as("valid results raise it")
          .isGreaterThan(GridOfOne.QUOTA);
    }
  }

  private List<String> facts(BagId bag) {
    BagRun run = grid.dispatcher.find(bag).orElseThrow();
    return HostCensus.facts(HostCensus.of(run, grid.dispatcher, Set.of()));
  }

  @Test
  void whoIsOutvotedInAnAdaptiveBagWastesItsQuota() throws Exception {
    BagId bag = grid.bag("wrong", 40, 1, 1, adaptive());
    List<Future<Boolean>> drives = grid.driveAll(bag);
    WireWorker liar = worker("liar", index -> text("no"));
    assertThat(grid.round(liar, 5_000).leases()).isNotEmpty();
    List<WireWorker> workers = honest(2);
    workers.add(liar);
    List<Future<Boolean>> works =
        workers.stream().map(worker -> grid.work(worker, drives)).toList();
    for (Future<Boolean> work : works) {
      assertThat(work.get(50, TimeUnit.SECONDS)).isTrue();
    }
    grid.quotas.save();
    assertThat(grid.quotas.view(liar.address()).failed()).isPositive();
    assertThat(grid.quotas.view(liar.address()).now())
        .as("wrong results take only what valid ones earned")
        .isEqualTo(GridOfOne.QUOTA);
    assertThat(grid.quotas.view(workers.get(0).address()).failed()).isZero();
  }

  private static Verification adaptive() {
    return Verification.assured(
        new Assurance(List.of(new Assurance.Adaptive(2, 10)), new SameBytes(), 0, Hosts.ANY));
  }

  @Test
  void aWorkerThatIsOftenRightIsBelievedAlone() throws Exception {
    Verification adaptive = adaptive();
    BagId first = grid.bag("first", 60, 1, 1, adaptive);
    List<WireWorker> workers = honest(2);
    finish(first, workers);
    assertThat(count("select sum(count) as n from contribution where not is_check"))
        .isEqualTo(2 * 60);
    assertThat(count("select min(streak) as n from worker_standing")).isEqualTo(60);
    grid.close();
    grid = new GridOfOne(database);
    BagId second = grid.bag("second", 300, 1, 1, adaptive);
    finish(second, workers);
    assertThat(count("select sum(count) as n from contribution where bag = '" + second + "'"))
        .as("one in sixty leases is replicated")
        .isBetween(300L, 599L);
  }

  @Test
  void whatTwoLiarsCarriedIsComputedAgainWhenOneIsCaughtBeforeItIsPaid() throws Exception {
    BagId bag = grid.bag("carried", 6, 1, 1, voting(2));
    WireWorker liar = worker("liar", index -> text("no"));
    WireWorker friend = worker("friend", index -> text("no"));
    finish(bag, List.of(liar, friend));
    Partition wrong = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(report(wrong).certifiedDigest(0)).contains(digest(text("no")));
    assertThat(grid.reopening().reopen(bag)).as("nobody was caught").isFalse();
    catchElsewhere(liar);
    assertThat(grid.reopening().reopen(bag)).isTrue();
    Partition open = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(open.state()).isEqualTo(PartitionState.WAITING);
    assertThat(open.tally()).isEqualTo(Partition.Tally.NONE);
    assertThat(grid.partitions.plan(wrong, PartitionState.Event.SETTLEMENT_PLANNED)).isFalse();
    assertThat(count("select sum(streak) as n from worker_standing")).isZero();
    List<WireWorker> workers = honest(3);
    workers.add(friend);
    finish(bag, workers);
    Partition right = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(right.tally().succeeded()).isEqualTo(6);
    PartitionSettlement settlement = settlement(right);
    for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
      assertThat(ballot.accepted().stream().map(at -> name(settlement, at)))
          .doesNotContain(liar.address().hex(), friend.address().hex());
    }
    assertThat(report(right).certifiedDigest(5)).contains(digest(WireWorker.truth(5)));
    assertThat(grid.partitions.plan(wrong, PartitionState.Event.SETTLEMENT_PLANNED))
        .as("with what was found before")
        .isFalse();
    assertThat(grid.reopening().reopen(bag)).as("all is known by now").isFalse();
  }

  @Test
  void aBudgetOfWrongResultsIsTheSameFromTheRowsAlsoWhenWorkIsOpenedAgain() throws Exception {
    Assurance asked =
        new Assurance(List.of(new Assurance.Vote(4, 0.2)), new SameBytes(), 0, Hosts.ANY, 0.05);
    BagId bag = grid.bag("budget", 200, 1, 1, Verification.assured(asked));
    List<WireWorker> workers = honest(6);
    finish(bag, workers);
    Partition partition = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(partition.tally().succeeded()).isEqualTo(200);
    BookReport.Tolerance before = report(partition).tolerance().orElseThrow();
    assertThat(before.tolerated()).isEqualTo(10);
    assertThat(before.spent()).isBetween(5.0, 10.0);
    double votes = count("select sum(count) as n from contribution where bag = '" + bag + "'");
    assertThat(votes / 200).as("four votes each without a budget").isBetween(3.0, 3.8);
    catchElsewhere(workers.get(0));
    assertThat(grid.reopening().reopen(bag)).isTrue();
    assertThat(count("select count(*) as n from spot_check where allowance is not null"))
        .isEqualTo(1);
    finish(bag, workers.subList(1, 6));
    BookReport.Tolerance after =
        report(grid.partitions.find(bag, 0).orElseThrow()).tolerance().orElseThrow();
    assertThat(after.spent()).isBetween(5.0, 10.0);
    assertThat(count("select count(*) as n from contribution where allowance is null")).isZero();
  }

  @Test
  void whoLosesALeaseWithTheVoteOfACaughtWorkerGoesOn() throws Exception {
    BagId bag = grid.bag("beside", 6, 1, 1, voting(2));
    WireWorker liar = worker("liar", index -> text("no"));
    List<WireWorker> workers = honest(2);
    WireWorker beside = workers.get(0);
    List<Future<Boolean>> drives = grid.driveAll(bag);
    String sealed = lease(liar);
    assertThat(grid.round(liar, 0).settled()).containsExactly(sealed);
    String lost = lease(beside);
    assertThat(beside.granted.get(0).first()).isEqualTo(liar.granted.get(0).first());
    catchElsewhere(liar);
    while (grid.dispatcher.useless(beside.address(), List.of(lost)).isEmpty()) {
      Thread.sleep(10);
    }
    assertThat(grid.round(beside, 0).refused()).containsEntry(lost, "LEASE_STALE");
    await(drives, workers);
    assertThat(grid.partitions.find(bag, 0).orElseThrow().tally().succeeded()).isEqualTo(6);
    assertThat(beside.refused).containsOnlyKeys(lost);
  }

  /** A worker's first lease; no request is held, so that none is granted to it unheard. */
  private String lease(WireWorker worker) throws Exception {
    while (worker.granted.isEmpty()) {
      grid.round(worker, 0);
      Thread.sleep(10);
    }
    return worker.granted.get(0).lease();
  }

  @Test
  void aPartitionThatOthersCarryStaysDecidedAndCountsWithoutWhoWasCaught() throws Exception {
    BagId bag = grid.bag("outvoted", 4, 1, 1, voting(2));
    WireWorker liar = worker("liar", index -> text("no"));
    List<WireWorker> workers = honest(2);
    workers.add(liar);
    finish(bag, workers);
    Partition before = grid.partitions.find(bag, 0).orElseThrow();
    boolean hasVoted =
        count(
                "select count(*) as n from contribution where worker = '"
                    + liar.address().hex()
                    + "'")
            > 0;
    catchElsewhere(liar);
    assertThat(grid.reopening().reopen(bag)).isFalse();
    Partition after = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(after.state()).isEqualTo(PartitionState.DECIDED);
    assertThat(after.epoch()).isEqualTo(before.epoch() + (hasVoted ? 1 : 0));
    assertThat(after.resultsRoot()).isEqualTo(before.resultsRoot());
  }

  @Test
  void whatIsPaidAlreadyIsDoubted() throws Exception {
    BagId bag = grid.bag("paid", 6, 1, 1, voting(2));
    WireWorker liar = worker("liar", index -> text("no"));
    finish(bag, List.of(liar, worker("friend", index -> text("no"))));
    Partition decided = grid.partitions.find(bag, 0).orElseThrow();
    assertThat(grid.partitions.plan(decided, PartitionState.Event.SETTLEMENT_PLANNED)).isTrue();
    catchElsewhere(liar);
    assertThat(grid.reopening().reopen(bag)).isFalse();
    List<EventView> told = new ArrayList<>();
    Doubts doubts = new Doubts(database, told::add, Clock.systemUTC());
    doubts.note();
    doubts.note();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).kind()).isEqualTo("certificate.doubted");
    assertThat(told.get(0).bag()).isEqualTo(bag.text());
    assertThat(told.get(0).data()).containsEntry("tasks", "6");
    assertThat(Doubts.of(database, bag, 0)).containsOnlyKeys(liar.address());
    assertThat(Doubts.tasks(database, bag)).isEqualTo(6);
  }

  /** A check of another bag finds a worker out. */
  private void catchElsewhere(WireWorker worker) {
    BagId other = grid.bag("elsewhere", 1, 1, 1);
    Sql sql = new Sql(database);
    Instant now = Instant.now();
    sql.update(
        "insert into spot_check (bag, partition, seq, lease, worker, passed, at)"
            + " values (?, 0, 1, 'l', ?, false, ?)",
        other.text(),
        worker.address().hex(),
        now);
    sql.update(
        "insert into worker_standing (worker, caught_at, caught_in) values (?, ?, ?)"
            + " on conflict (worker) do update set caught_at = excluded.caught_at,"
            + " caught_in = excluded.caught_in, streak = 0",
        worker.address().hex(),
        now,
        other.text());
  }

  private static Verification voting(int votes) {
    return Verification.assured(
        new Assurance(List.of(new Assurance.Vote(votes, 0.2)), new SameBytes(), 0, Hosts.ANY));
  }

  private static Verification asking(Assurance.Likeness likeness, double checks) {
    return Verification.assured(new Assurance(List.of(THREE), likeness, checks, Hosts.ANY));
  }

  private static List<WireWorker> honest(int count) {
    List<WireWorker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(worker("honest" + i, WireWorker::truth));
    }
    return workers;
  }

  private static WireWorker worker(String name, LongFunction<byte[]> program) {
    return new WireWorker(name, GridOfOne.SEPARATOR, program);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Bytes32 digest(byte[] outcome) {
    return Bytes32.of(Sha256.newDigest().digest(outcome));
  }

  private void finish(BagId bag, List<WireWorker> workers) throws Exception {
    await(grid.driveAll(bag), workers);
  }

  private void await(List<Future<Boolean>> drives, List<WireWorker> workers) throws Exception {
    List<Future<Boolean>> works =
        workers.stream().map(worker -> grid.work(worker, drives)).toList();
    for (Future<Boolean> drive : drives) {
      assertThat(drive.get(50, TimeUnit.SECONDS)).isTrue();
    }
    for (Future<Boolean> work : works) {
      work.get(10, TimeUnit.SECONDS);
    }
  }

  private PartitionSettlement settlement(Partition partition) {
    Partition now = grid.partitions.find(partition.bag(), partition.number()).orElseThrow();
    return report(now).settlement(now.size(), "");
  }

  /** From the rows, as after a restart. */
  private BookReport report(Partition partition) {
    Bag bag = grid.bags.find(partition.bag()).orElseThrow();
    PartitionScope scope =
        new PartitionScope(
            bag.id(), bag.deal(), partition.number(), partition.first(), partition.tasks());
    return PartitionBook.restore(
            scope,
            new BagDemands(database).rules(bag, Duration.ofDays(1), 1),
            partition.epoch(),
            new FactRows(database).load(bag.id(), partition.number()))
        .report();
  }

  private static String name(PartitionSettlement settlement, int at) {
    return settlement.commitments().get(at).worker().hex();
  }

  private long count(String query) {
    return new Sql(database).first(query, row -> row.getLong("n")).orElseThrow();
  }
}
