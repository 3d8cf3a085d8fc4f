package io.gridbourse.ejb.proof.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.Anchors;
import io.gridbourse.contracts.LedgerDeployment;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.proof.record.MountainRange;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Endpoint;
import io.gridbourse.ejb.chain.LedgerAnchors;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.proof.record.AnchorRecord.Outcome;
import io.gridbourse.ejb.settings.RecordSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anchors by way of the outbox to a real chain, and back. */
class AnchorOnChainTest {
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final DealId DEAL = new DealId("0x" + "d3".repeat(32));

  @TempDir private Path home;
  private final MovableClock clock = new MovableClock();
  private final TestDatabase database = TestDatabase.create();
  private TestChain chain;
  private TestMarket market;
  private Anchors contract;
  private RecordRows rows;
  private AppendRecord append;
  private AnchorRecord anchor;
  private AuditRecord audit;

  @BeforeEach
  void deploy() {
    chain = TestChain.start();
    market = new TestMarket(chain, database, new InMemoryBags(), home, clock);
    Endpoint endpoint = new Endpoint(chain.rpc(), Clock.systemUTC());
    String address =
        LedgerDeployment.deployAnchors(
            endpoint.web3j(),
            chain.keys.key("deployer").credentials(),
            chain.keys.addressOf("operator").hex(),
            Duration.ofSeconds(20));
    RecordSettings settings = new RecordSettings(Optional.of(new Address(address)), EVERY);
    contract = new Anchors(endpoint.web3j(), address);
    rows = new RecordRows(database);
    append = new AppendRecord(database, market.leases);
    anchor = new AnchorRecord(database, market.leases, settings, clock);
    audit = new AuditRecord(database, new LedgerAnchors(endpoint, settings));
  }

  @AfterEach
  void stop() {
    chain.close();
  }

  @Test
  void aRecordIsAnchoredOnceAnIntervalAndOnlyIfItGrew() {
    assertThat(anchor.anchor()).isEqualTo(Outcome.NOTHING_DUE);
    write(5);
    assertThat(anchor.anchor()).isEqualTo(Outcome.NOTHING_DUE);
    clock.advance(EVERY);
    assertThat(anchor.anchor()).isEqualTo(Outcome.PLANNED);
    write(3);
    clock.advance(EVERY);
    assertThat(anchor.anchor()).isEqualTo(Outcome.UNDER_WAY);
    makeFinal();
    assertThat(anchor.anchor())
        .as("the first is final, the next is due")
        .isEqualTo(Outcome.PLANNED);
    makeFinal();
    assertThat(anchor.anchor()).isEqualTo(Outcome.NOTHING_DUE);
    clock.advance(EVERY.multipliedBy(5));
    assertThat(anchor.anchor()).as("nothing was written").isEqualTo(Outcome.NOTHING_DUE);
    assertThat(contract.count()).isEqualTo(2);
    assertThat(contract.sizeAt(0)).isEqualTo(5);
    assertThat(contract.sizeAt(1)).isEqualTo(8);
    assertThat(contract.rootOf(8)).isEqualTo(rows.range(8).root().hex());
    assertThat(new RecordAnchors(database).lastFinal().orElseThrow().transaction()).isPresent();
    AuditRecord.Report report = audit.audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.anchored()).isEqualTo(8);
    assertThat(report.anchors()).isEqualTo(2);
  }

  @Test
  void theContractAcceptsWhatTheServerProves() {
    write(21);
    assertThat(anchor.anchorNow()).isEqualTo(Outcome.PLANNED);
    makeFinal();
    List<String> peaks = hex(MountainRange.peaks(21));
    for (long position = 0; position < 21; position++) {
      byte[] entry = rows.from(position, 1).get(0).row().entry();
      List<String> path = hex(MountainRange.path(position, 21));
      assertThat(contract.includes(21, position, entry, path, peaks)).isTrue();
      assertThat(contract.includes(21, position ^ 1, entry, path, peaks)).isFalse();
      entry[12] ^= 1;
      assertThat(contract.includes(21, position, entry, path, peaks)).isFalse();
    }
  }

  @Test
  void aRecordThatLostItsEndIsFoundAndItsAnchorRefused() {
    write(9);
    anchor.anchorNow();
    makeFinal();
    anchor.anchor();
    new io.gridbourse.ejb.sql.Sql(database).update("delete from side_record where position > 5");
    assertThat(audit.audit().findings())
        .extracting(AuditRecord.Finding::kind)
        .contains(AuditRecord.Kind.POSITION);
    new io.gridbourse.ejb.sql.Sql(database).update("delete from record_anchor");
    write(1);
    assertThat(anchor.anchorNow()).isEqualTo(Outcome.PLANNED);
    for (int i = 0; i < 4; i++) {
      market.send.send();
      clock.advance(Duration.ofSeconds(1));
    }
    anchor.anchor();
    RecordAnchors.Anchored refused = new RecordAnchors(database).last().orElseThrow();
    assertThat(refused.state()).isEqualTo("REFUSED");
    assertThat(refused.reason().orElseThrow()).contains("RecordDidNotGrow");
  }

  @Test
  void withoutAContractNothingIsAnchored() {
    write(2);
    AnchorRecord none =
        new AnchorRecord(
            database, market.leases, new RecordSettings(Optional.empty(), EVERY), clock);
    assertThat(none.anchorNow()).isEqualTo(Outcome.NO_CONTRACT);
  }

  private void write(int entries) {
    for (int i = 0; i < entries; i++) {
      rows.note(
          BagId.of(DEAL),
          Entry.of(
              EntryKind.GIVEN_UP, clock.instant(), new Entry.Range(DEAL, 0, i, 1), "DEADLINE"));
    }
    assertThat(append.append()).isEqualTo(entries);
  }

  private void makeFinal() {
    for (int i = 0; i < 3; i++) {
      market.send.send();
      chain.mine(3);
    }
    market.send.send();
  }

  private List<String> hex(List<MountainRange.Node> nodes) {
    return rows.nodes(nodes).stream().map(Bytes32::hex).toList();
  }
}
