package io.gridbourse.ejb.proof.court;

import static io.gridbourse.ejb.proof.court.CourtCase.DEAL;
import static io.gridbourse.ejb.proof.court.CourtCase.HUB;
import static io.gridbourse.ejb.proof.court.CourtCase.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.proof.TaskProof;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.wire.Views.HistoryLine;
import io.gridbourse.domain.wire.Views.TaskProofView;
import io.gridbourse.ejb.bag.TaskHistories;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.proof.record.AnchoredRoots;
import io.gridbourse.ejb.proof.record.AppendRecord;
import io.gridbourse.ejb.proof.record.AuditRecord;
import io.gridbourse.ejb.settings.RecordSettings;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the ledger says of acceptances and trials, in the side record and in proofs from it. */
class CourtRecordTest {
  private static final long TRIAL = 3;
  private static final long COMMIT_END = NOW.plusSeconds(600).getEpochSecond();
  private static final Address JUROR = new Address("0x" + "7".repeat(40));
  private static final Address LIAR = new Address("0x" + "6".repeat(40));
  private static final Bytes32 LIE = new Bytes32("0x" + "1".repeat(64));
  private static final Bytes32 TRUTH = new Bytes32("0x" + "2".repeat(64));
  private static final Bytes32 ROOT = new Bytes32("0x" + "3".repeat(64));
  private static final User AUDITOR = new User("auditor", Set.of(Role.AUDITOR), HUB, "auditor");

  private final CourtCase court = new CourtCase();
  private final Sql sql = new Sql(court.database);
  private final AppendRecord append =
      new AppendRecord(
          court.database,
          new NodeLeases(court.database, court.database, new MovableClock(), new Random(1)));
  private final TaskHistories histories =
      new TaskHistories(
          court.database,
          court.bags,
          court.decided,
          court.terms,
          court.deals,
          CourtCase.chain(),
          new RecordSettings(Optional.of(HUB), Duration.ofMinutes(1)),
          Clock.systemUTC());

  @Test
  void aTrialIsRecordedInTheOrderOfTheChainOnceItIsFinal() {
    aTaskIsAcceptedDoubtedAndCorrected(DEAL);
    append.append();
    assertThat(kinds()).as("nothing is final").isEmpty();
    court.finalise();
    append.append();
    append.append();
    assertThat(kinds())
        .containsExactly(
            "ACCEPTED",
            "CHALLENGED",
            "JUROR_DRAWN",
            "VOTE_COMMITTED",
            "REVEAL_OPENED",
            "VOTE_REVEALED",
            "SEAL_OPENED",
            "CORRECTED",
            "TRIAL_ENDED");
    assertThat(entry("ACCEPTED").count()).as("tasks of the partition").isEqualTo(4);
    assertThat(entry("CHALLENGED").first()).isEqualTo(2);
    assertThat(entry("JUROR_DRAWN").described())
        .containsEntry("worker", JUROR.hex())
        .containsEntry("trial", "3")
        .containsEntry("block", "1");
    assertThat(entry("TRIAL_ENDED").described())
        .containsEntry("ending", "UPHELD")
        .containsEntry("verdict", TRUTH.hex());
    assertThat(entry("CORRECTED").described())
        .containsEntry("digest", LIE.hex())
        .containsEntry("corrected", TRUTH.hex());
  }

  @Test
  void aProofShowsTheTrialOfItsTaskAndTheAcceptanceOfTheOthers() {
    aTaskIsAcceptedDoubtedAndCorrected(DEAL);
    court.finalise();
    append.append();
    anchor();
    TaskProof doubted = proof(2);
    assertThat(doubted.faults()).isEmpty();
    assertThat(doubted.items()).hasSize(9);
    TaskProof other = proof(1);
    assertThat(other.faults()).isEmpty();
    assertThat(other.items()).hasSize(1);
    TaskProof.Item verdict = doubted.items().get(8);
    byte[] changed = verdict.entry().clone();
    changed[changed.length - 100] ^= 1;
    TaskProof forged =
        new TaskProof(
            doubted.deal(),
            doubted.index(),
            doubted.size(),
            doubted.root(),
            doubted.peaks(),
            List.of(
                new TaskProof.Item(verdict.position(), changed, verdict.path(), Optional.empty())));
    assertThat(forged.faults()).isNotEmpty();
  }

  @Test
  void aHistoryTellsEachEventOnceBeforeAndAfterItIsRecorded() {
    aTaskIsAcceptedDoubtedAndCorrected(DEAL);
    assertThat(lines("CHALLENGED")).extracting(HistoryLine::position).containsExactly((Long) null);
    court.finalise();
    append.append();
    assertThat(lines("CHALLENGED")).extracting(HistoryLine::position).containsExactly(1L);
    assertThat(lines("ACCEPTED")).hasSize(1);
    assertThat(lines("TRIAL_ENDED"))
        .extracting(HistoryLine::sentence)
        .containsExactly("Dispute 3 ended UPHELD.");
  }

  @Test
  void whatConcernsNoBagOfThisServerIsPassedByAndNeverLookedAtAgain() {
    aTaskIsAcceptedDoubtedAndCorrected(new DealId("0x" + "e".repeat(64)));
    court.finalise();
    append.append();
    assertThat(kinds()).isEmpty();
    assertThat(sql.list("select 1 from trial_event where not recorded", row -> 1)).isEmpty();
  }

  private void aTaskIsAcceptedDoubtedAndCorrected(DealId deal) {
    court.said(new HubEvent.PartitionAccepted(deal.hex(), 0, ROOT.hex(), 4, 0, COMMIT_END, ""));
    court.said(
        new HubEvent.TaskChallenged(
            TRIAL, deal.hex(), BigInteger.TWO, LIE.hex(), HUB.hex(), BigInteger.TEN, 2));
    court.said(new HubEvent.JurorDrawn(TRIAL, JUROR.hex(), 0, COMMIT_END));
    court.said(new HubEvent.VoteCommitted(TRIAL, JUROR.hex(), ROOT.hex()));
    court.said(new HubEvent.RevealOpened(TRIAL, COMMIT_END));
    court.said(new HubEvent.VoteRevealed(TRIAL, JUROR.hex(), TRUTH.hex()));
    court.said(new HubEvent.SealOpened(TRIAL, LIAR.hex()));
    court.said(new HubEvent.ResultCorrected(deal.hex(), 0, BigInteger.TWO, LIE.hex(), TRUTH.hex()));
    court.said(new HubEvent.TrialEnded(TRIAL, HubEvent.TrialEnd.UPHELD, TRUTH.hex()));
  }

  private List<String> kinds() {
    return sql.list(
        "select kind from side_record where position is not null order by position",
        row -> row.getString("kind"));
  }

  private Entry entry(String kind) {
    return sql.first(
            "select entry from side_record where kind = ?",
            row -> Entry.parse(row.getBytes("entry")),
            kind)
        .orElseThrow();
  }

  private List<HistoryLine> lines(String kind) {
    return histories.history(AUDITOR, court.bag.id().text(), 2).orElseThrow().lines().stream()
        .filter(line -> line.kind().equals(kind))
        .toList();
  }

  /** The ledger has the record's root. */
  private void anchor() {
    AnchoredRoots none =
        new AnchoredRoots() {
          @Override
          public long lastSize() {
            return 0;
          }

          @Override
          public Bytes32 rootOf(long size) {
            return Bytes32.ZERO;
          }
        };
    AuditRecord.Report report = new AuditRecord(court.database, none).audit();
    assertThat(report.findings()).isEmpty();
    sql.update(
        "insert into record_anchor (size, root, intent, state, tx_hash, block_number, planned_at)"
            + " values (?, ?, 'anchor', 'FINAL', ?, 1, now())",
        report.entries(),
        report.root().hex(),
        ROOT.hex());
  }

  private TaskProof proof(long index) {
    TaskProofView view = histories.proof(AUDITOR, court.bag.id().text(), index).orElseThrow();
    return new TaskProof(
        DEAL,
        view.index(),
        view.size(),
        new Bytes32(view.root()),
        view.peaks().stream().map(Bytes32::new).toList(),
        view.entries().stream()
            .map(
                each ->
                    new TaskProof.Item(
                        each.position(),
                        Hex.bytes(each.entry()),
                        each.path().stream().map(Bytes32::new).toList(),
                        Optional.empty()))
            .toList());
  }
}
