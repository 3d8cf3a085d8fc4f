package io.gridbourse.ejb.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.proof.CommitmentLink;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.sample.SampledTask;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Facts of several partitions in one transaction, and what comes after one that failed. */
class FactWriterTest {
  private static final BagId BAG = new BagId("b-0123456789abcdef");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Address ANN = new Address("0x" + "a1".repeat(20));
  private static final Address BOB = new Address("0x" + "b0".repeat(20));
  private final TestDatabase database = TestDatabase.create();
  private final Sql sql = new Sql(database);
  private final FactWriter writer = new FactWriter(database);

  @BeforeEach
  void aBagOfTwoPartitions() {
    sql.update(
        "insert into bag (id, deal, requester, name, project, app, tasks, spec, state,"
            + " submitted_at) values (?, ?, ?, 'n', '', 'a', 2, '{}', 'RUNNING', ?)",
        BAG.text(),
        "0x" + "d3".repeat(32),
        ANN.hex(),
        NOON);
    for (int partition = 0; partition < 2; partition++) {
      sql.update(
          "insert into bag_partition (bag, number, first, tasks, size, state, epoch)"
              + " values (?, ?, ?, 1, 1, 'RUNNING', 1)",
          BAG.text(),
          partition,
          (long) partition);
    }
  }

  @Test
  void aWorkerThatPassesAndFailsSeveralChecksAtOnceIsOneRow() {
    write(entry(0, 1, checked(1, ANN, true), checked(2, ANN, true), checked(3, BOB, false)));
    write(entry(0, 1, checked(4, ANN, true)), entry(1, 1, checked(1, BOB, false)));
    assertThat(count("select checks_passed as n from worker_standing where worker = ?", ANN))
        .isEqualTo(3);
    assertThat(
            count(
                "select count(*) as n from worker_standing where worker = ?"
                    + " and caught_at is not null",
                BOB))
        .isEqualTo(1);
  }

  @Test
  void whatComesAfterAFailedWriteIsRefusedUntilThePartitionIsReadAnew() {
    write(entry(0, 1, checked(1, ANN, true)));
    assertThatThrownBy(() -> write(entry(0, 1, checked(1, ANN, true))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(write(entry(0, 1, checked(2, ANN, true)))).containsExactly(true);
    assertThat(write(entry(1, 1, checked(1, ANN, true)))).containsExactly(false);
    sql.update("update bag_partition set epoch = 2 where number = 0");
    assertThat(write(entry(0, 2, checked(2, ANN, true)))).containsExactly(false);
    assertThat(new FactRows(database).load(BAG, 0)).hasSize(2);
  }

  @Test
  void samplesOfAnAnswerAreReadAsTheyWereFound() {
    List<SampledTask> samples =
        List.of(new SampledTask(0, 24, 7, ""), new SampledTask(1, 24, 7, "unit 3 differs"));
    LeaseId lease = new LeaseId(BAG, 0, 1, 5);
    PackedDigests digests = PackedDigests.of(new byte[64], 2);
    Bytes32 root = Seals.leaseRoot(ANN, new DealId("0x" + "d3".repeat(32)), 0, digests);
    CommitmentLink link = new CommitmentLink(2, root, "0x" + "51".repeat(65));
    write(
        entry(
            0,
            1,
            new Fact.Committed(
                1,
                NOON,
                lease,
                ANN,
                Optional.of(NOON),
                2,
                Standing.NEW,
                false,
                0,
                2,
                root,
                link,
                5,
                OptionalDouble.empty()),
            new Fact.Revealed(
                2,
                NOON,
                lease,
                digests,
                Optional.empty(),
                new byte[] {1},
                List.of(),
                new RoaringBitmap(),
                RoaringBitmap.bitmapOf(0),
                samples)));
    assertThat(new FactRows(database).load(BAG, 0))
        .filteredOn(Fact.Revealed.class::isInstance)
        .singleElement()
        .extracting(fact -> ((Fact.Revealed) fact).samples())
        .isEqualTo(samples);
  }

  /** Which of the entries were refused. */
  private List<Boolean> write(FactEntry... values) {
    List<GroupCommit.Entry<FactEntry>> entries = new ArrayList<>();
    for (FactEntry value : values) {
      entries.add(new GroupCommit.Entry<>(value));
    }
    writer.write(entries);
    return entries.stream().map(GroupCommit.Entry::isRefused).toList();
  }

  private static FactEntry entry(int partition, long epoch, Fact... facts) {
    return new FactEntry(BAG, partition, epoch, List.of(facts), List.of(), List.of(), NOON);
  }

  private static Fact checked(long sequence, Address worker, boolean isPassed) {
    return new Fact.Checked(
        sequence, NOON, Optional.empty(), worker, isPassed, OptionalDouble.empty());
  }

  private long count(String query, Address worker) {
    return sql.first(query, row -> row.getLong("n"), worker.hex()).orElseThrow();
  }
}
