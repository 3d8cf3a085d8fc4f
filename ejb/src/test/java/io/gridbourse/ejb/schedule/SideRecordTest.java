package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.MountainRange;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.ledger.LeaseLost;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.proof.record.AnchoredRoots;
import io.gridbourse.ejb.proof.record.AppendRecord;
import io.gridbourse.ejb.proof.record.AuditRecord;
import io.gridbourse.ejb.proof.record.AuditRecord.Kind;
import io.gridbourse.ejb.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What bags leave in the side record, and what an audit finds when somebody changes it. */
@Timeout(120)
class SideRecordTest {
  private final TestDatabase database = TestDatabase.create();
  private final Sql sql = new Sql(database);
  private final MovableClock clock = new MovableClock();
  private final AppendRecord append = appender(1);
  private final Ledger ledger = new Ledger();
  private final AuditRecord audit = new AuditRecord(database, ledger);
  private GridOfOne grid = new GridOfOne(database);

  @AfterEach
  void close() {
    grid.close();
  }

  /** The ledger's anchors. */
  private static final class Ledger implements AnchoredRoots {
    final TreeMap<Long, Bytes32> roots = new TreeMap<>();

    @Override
    public long lastSize() {
      return roots.isEmpty() ? 0 : roots.lastKey();
    }

    @Override
    public Bytes32 rootOf(long size) {
      return roots.getOrDefault(size, Bytes32.ZERO);
    }
  }

  @Test
  void whatHappensToABagIsRecordedOnce() throws Exception {
    BagId bag = grid.bag("liar", 60, 4, 2);
    finish(bag, workersWithALiar());
    long appended = append.append();
    assertThat(appended).isEqualTo(count("select count(*) from side_record")).isPositive();
    assertThat(append.append()).isZero();
    Map<String, Long> kinds = kinds();
    assertThat(kinds.get("COMMITTED")).isEqualTo(count("select count(*) from contribution"));
    assertThat(kinds.get("REVEALED"))
        .isEqualTo(count("select count(*) from contribution where reveal_seq is not null"));
    assertThat(kinds.get("OUTVOTED"))
        .isEqualTo(count("select count(*) from deviation where kind = 'OUTVOTED'"))
        .isPositive();
    assertThat(kinds.get("DECIDED")).isEqualTo(2);
    assertThat(kinds.get("LEASED")).isGreaterThanOrEqualTo(kinds.get("COMMITTED"));
    assertThat(count("select count(*) from contribution where leased_at > committed_at")).isZero();
    assertThat(count("select count(*) from contribution where leased_at is null")).isZero();
    anchor();
    AuditRecord.Report report = audit.audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.entries()).isEqualTo(appended);
    assertThat(report.anchored()).isEqualTo(appended);
  }

  @Test
  void aRecordIsAppendedByOneNodeAndGoesOnAfterARestart() throws Exception {
    BagId bag = grid.bag("crash", 3_000, 1, 2);
    grid.driveAll(bag);
    WireWorker ann = honest("ann");
    while (count("select count(*) from contribution") < 8) {
      grid.round(ann, 100);
    }
    assertThat(append.append()).isPositive();
    anchor();
    AppendRecord other = appender(2);
    grid.crash();
    sql.update("update bag_partition set expires = '-infinity'");
    grid = new GridOfOne(database);
    finish(bag, List.of(honest("bob")));
    sql.update("update node_lease set expires = 'infinity'");
    assertThat(other.append()).as("the first node holds the lease").isZero();
    sql.update("update node_lease set expires = '-infinity'");
    assertThat(other.append()).isPositive();
    assertThatThrownBy(append::append).isInstanceOf(LeaseLost.class);
    assertThat(append.append()).as("the second node holds the lease").isZero();
    anchor();
    assertThat(audit.audit().findings()).isEmpty();
    assertThat(kinds().get("COMMITTED")).isEqualTo(count("select count(*) from contribution"));
    assertThat(count("select count(*) from side_record where position is null")).isZero();
  }

  @Test
  void whateverIsChangedIsFound() throws Exception {
    BagId bag = grid.bag("tamper", 40, 4, 1);
    finish(bag, workersWithALiar());
    append.append();
    anchor();
    long size = ledger.lastSize();
    for (long position = 0; position < size; position += 9) {
      String at = " where position = " + position;
      found(
          Kind.NODES,
          "update side_record set entry = set_byte(entry, 9, 255 - get_byte(entry, 9))" + at);
      found(Kind.ENTRY, "update side_record set bag = 'b-0000000000000000'" + at);
      found(Kind.ENTRY, "update side_record set first = first + 1" + at);
      found(Kind.ENTRY, "update side_record set kind = 'SILENCE'" + at);
      found(
          Kind.NODES,
          "update side_record set nodes = set_byte(nodes, 5, 255 - get_byte(nodes, 5))" + at);
      found(Kind.POSITION, "delete from side_record" + at);
      found(Kind.POSITION, "update side_record set position = 1000000" + at);
    }
    found(Kind.POSITION, "delete from side_record where position = " + (size - 1));
    found(Kind.VOTE, "update contribution set worker = '0x" + "12".repeat(20) + "'");
    found(Kind.VOTE, "update contribution set weight = 99 where commit_seq = 1");
    found(Kind.VOTE, "delete from contribution where commit_seq = 1");
  }

  @Test
  void aHistoryThatIsRewrittenWholeIsFoundByItsAnchor() throws Exception {
    BagId bag = grid.bag("rewrite", 40, 4, 1);
    finish(bag, workersWithALiar());
    append.append();
    long size = count("select count(*) from side_record");
    Bytes32 honest = anchor();
    MountainRange forged = MountainRange.empty();
    for (long position = 0; position < size; position++) {
      byte[] entry = entry(position);
      if (position == size / 2) {
        entry[9] ^= 1; // another millisecond
      }
      Entry parsed = Entry.parse(entry);
      sql.update(
          "update side_record set entry = ?, at = ?, nodes = ? where position = ?",
          entry,
          parsed.at(),
          forged.append(entry),
          position);
    }
    List<AuditRecord.Finding> findings = audit.audit().findings();
    assertThat(findings).extracting(AuditRecord.Finding::kind).containsOnly(Kind.ANCHOR);
    assertThat(findings.get(0).sentence()).contains(honest.hex()).contains(forged.root().hex());
  }

  @Test
  void settlementsAreRecordedOnceTheyAreFinal() throws Exception {
    BagId bag = grid.bag("settle", 10, 1, 2);
    finish(bag, List.of(honest("ann")));
    append.append();
    sql.update("update bag_partition set state = 'SETTLED' where number = 0");
    sql.update("update bag_partition set state = 'REFUSED' where number = 1");
    append.append();
    assertThat(kinds()).containsEntry("SETTLEMENT_REFUSED", 1L).doesNotContainKey("SETTLED");
    settledOnTheLedger(bag);
    append.append();
    append.append();
    assertThat(kinds()).containsEntry("SETTLED", 1L).containsEntry("DECIDED", 2L);
    Entry settled =
        sql.first(
                "select entry from side_record where kind = 'SETTLED'",
                row -> Entry.parse(row.getBytes("entry")))
            .orElseThrow();
    assertThat(settled.described())
        .containsEntry("transaction", word(7))
        .containsEntry("block", "42")
        .containsEntry("blockHash", word(8));
  }

  private void settledOnTheLedger(BagId bag) {
    sql.update(
        "insert into chain_event (chain_id, tx_hash, log_index, block_hash, block_number, address,"
            + " kind, topics, data, state, happened_at) values (1, ?, 0, ?, 42, ?,"
            + " 'PartitionSettled', '', '', 'FINAL', now())",
        word(7),
        word(8),
        "0x" + "1".repeat(40));
    sql.update(
        "insert into deal_partition (deal, number, results_root, certified, failed, results,"
            + " event_id, tx_hash) select deal, 0, ?, 5, 0, '', (select max(id) from chain_event),"
            + " ? from bag where id = ?",
        word(9),
        word(7),
        bag.text());
  }

  private static String word(int digit) {
    return "0x" + Integer.toString(digit).repeat(64);
  }

  /** What an audit says after a change that is taken back afterwards. */
  private void found(Kind expected, String change) {
    RuntimeException undo = new IllegalStateException("undo");
    List<AuditRecord.Finding> findings = new ArrayList<>();
    try {
      database.run(
          () -> {
            assertThat(sql.update(change)).isPositive();
            findings.addAll(audit.audit().findings());
            throw undo;
          });
    } catch (IllegalStateException e) {
      if (e != undo) {
        throw e;
      }
    }
    assertThat(findings).as(change).extracting(AuditRecord.Finding::kind).contains(expected);
  }

  private Bytes32 anchor() {
    AuditRecord.Report report = audit.audit();
    ledger.roots.put(report.entries(), report.root());
    return report.root();
  }

  private byte[] entry(long position) {
    return sql.first(
            "select entry from side_record where position = ?",
            row -> row.getBytes("entry"),
            position)
        .orElseThrow();
  }

  private AppendRecord appender(long seed) {
    return new AppendRecord(database, new NodeLeases(database, database, clock, new Random(seed)));
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

  private static List<WireWorker> workersWithALiar() {
    List<WireWorker> workers = new ArrayList<>();
    workers.add(
        new WireWorker(
            "liar",
            GridOfOne.SEPARATOR,
            index -> index % 5 == 0 ? new byte[] {66} : WireWorker.truth(index)));
    for (int i = 0; i < 5; i++) {
      workers.add(honest("honest" + i));
    }
    return workers;
  }

  private static WireWorker honest(String name) {
    return new WireWorker(name, GridOfOne.SEPARATOR, WireWorker::truth);
  }

  private Map<String, Long> kinds() {
    return sql
        .list(
            "select kind, count(*) as n from side_record group by kind",
            row -> Map.entry(row.getString("kind"), row.getLong("n")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private long count(String query) {
    return sql.first(query, row -> row.getLong(1)).orElseThrow();
  }
}
