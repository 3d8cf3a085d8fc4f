package io.gridbourse.ejb.proof.court;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.JuryWire;
import io.gridbourse.ejb.chain.LedgerCourtCalls;
import io.gridbourse.ejb.fixtures.TestDatabase;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jurors and the server, with a ledger that says what the test wants. */
class ServeJurorsTest {
  private static final long TRIAL = 3;
  private static final Instant COMMIT_END = CourtCase.NOW.plusSeconds(600);
  private static final DealId DEAL = CourtCase.DEAL;
  private static final Address HUB = CourtCase.HUB;
  private static final Bytes32 SALT = new Bytes32("0x" + "5".repeat(64));
  private static final byte[] OUTCOME = "42".getBytes(StandardCharsets.UTF_8);
  private static final Bytes32 DIGEST = Bytes32.of(Sha256.of(OUTCOME).bytes());
  private final SigningKey key = SigningKey.generate();
  private final Address juror = new Address(key.address());
  private final CourtCase court = new CourtCase();
  private final TestDatabase database = court.database;
  private final ServeJurors serve =
      new ServeJurors(database, court.tasks, court.deals, CourtCase.chain(), Clock.systemUTC());

  @BeforeEach
  void aTrialWithOneJurorOfOurs() {
    Bytes32 lie = Bytes32.of(Sha256.of(new byte[] {1}).bytes());
    said(
        new HubEvent.TaskChallenged(
            TRIAL, DEAL.hex(), BigInteger.TWO, lie.hex(), HUB.hex(), BigInteger.TEN, 2));
    said(new HubEvent.JurorDrawn(TRIAL, juror.hex(), 0, COMMIT_END.getEpochSecond()));
    said(new HubEvent.JurorDrawn(TRIAL, HUB.hex(), 0, COMMIT_END.getEpochSecond()));
  }

  @Test
  void aJurorSealsFirstAndShowsOnceEverybodyHas() {
    JuryWire.Duty duty = only(ask().duties());
    assertThat(duty.stage()).isEqualTo("SEAL");
    assertThat(duty.position()).isEqualTo(2);
    assertThat(duty.task()).isEqualTo(TaskId.of(DEAL, 2).hex());
    assertThat(ask(sealed(key, seal())).refused()).isEmpty();
    assertThat(ask().duties()).as("the seal is on its way").isEmpty();
    said(new HubEvent.VoteCommitted(TRIAL, juror.hex(), seal().hex()));
    assertThat(ask().duties()).as("the other juror has not committed").isEmpty();
    assertThat(ask(shown(DIGEST)).refused()).containsValue("SHOWN_TOO_EARLY");

    said(new HubEvent.VoteCommitted(TRIAL, HUB.hex(), seal().hex()));
    said(new HubEvent.RevealOpened(TRIAL, COMMIT_END.getEpochSecond()));
    assertThat(only(ask().duties()).stage()).isEqualTo("SHOW");
    assertThat(ask(shown(Bytes32.ZERO)).refused()).containsValue("SEAL_DIFFERS");
    assertThat(ask(shown(DIGEST)).refused()).isEmpty();
    assertThat(ask().duties()).isEmpty();
    JuryVotes.Vote vote = new JuryVotes(database).find(TRIAL, juror).orElseThrow();
    assertThat(vote.answer()).contains(new JuryVotes.Answer(DIGEST, SALT));
  }

  @Test
  void theOutcomeThatAJurorShowedIsTheCorrectedResult() {
    ask(sealed(key, seal()));
    said(new HubEvent.VoteCommitted(TRIAL, juror.hex(), seal().hex()));
    said(new HubEvent.RevealOpened(TRIAL, COMMIT_END.getEpochSecond()));
    ask(shown(DIGEST));
    said(
        new HubEvent.ResultCorrected(
            DEAL.hex(), 0, BigInteger.TWO, Bytes32.ZERO.hex(), DIGEST.hex()));
    Corrections.Correction correction = new Corrections(database).find(DEAL, 2).orElseThrow();
    assertThat(correction.digest()).isEqualTo(DIGEST);
    assertThat(correction.outcome())
        .hasValueSatisfying(each -> assertThat(each).isEqualTo(OUTCOME));
    assertThat(new Corrections(database).find(DEAL, 1)).isEmpty();
  }

  @Test
  void whatIsNotTheJurorsOwnIsRefused() {
    assertThat(ask(sealed(SigningKey.generate(), seal())).refused())
        .containsValue("SIGNATURE_INVALID");
    assertThat(ask(new JuryWire.Sealed(99, seal().hex(), "0x")).refused())
        .containsValue("TRIAL_UNKNOWN");
    assertThat(ask(new JuryWire.Sealed(TRIAL, "seal", "0x")).refused())
        .containsValue("VOTE_MALFORMED");
    assertThat(ask(shown(DIGEST)).refused()).containsValue("NOT_SEALED");
    ask(sealed(key, seal()));
    assertThat(ask(sealed(key, Bytes32.ZERO)).refused()).containsValue("SEAL_DIFFERS");
    Address stranger = new Address(SigningKey.generate().address());
    JuryWire.Round round = new JuryWire.Round(List.of(sealed(key, seal())), List.of());
    assertThat(serve.serve(stranger, round).refused()).containsValue("NOT_DRAWN");
    assertThat(serve.serve(stranger, round).duties()).isEmpty();
  }

  @Test
  void timeEndsTheDutyToSealAndOpensTheOneToShow() {
    ask(sealed(key, seal()));
    said(new HubEvent.VoteCommitted(TRIAL, juror.hex(), seal().hex()));
    court.block(2, COMMIT_END);
    assertThat(only(ask().duties()).stage()).isEqualTo("SHOW");
    assertThat(ask(sealed(key, seal())).refused()).containsValue("VOTE_TOO_LATE");
  }

  @Test
  void whatAReorganisationTakesAwayIsForgotten() {
    assertThat(new StoredTrials(database).open()).hasSize(1);
    for (int i = court.events.size() - 1; i >= 0; i--) {
      court.follow.undone(court.events.get(i), false);
    }
    assertThat(new StoredTrials(database).open()).isEmpty();
    assertThat(ask().duties()).isEmpty();
    court.events.forEach(court.follow::seen);
    court.events.forEach(court.follow::seen);
    assertThat(only(ask().duties()).stage()).isEqualTo("SEAL");
  }

  private JuryWire.Orders ask(JuryWire.Sealed... sealed) {
    return serve.serve(juror, new JuryWire.Round(List.of(sealed), List.of()));
  }

  private JuryWire.Orders ask(JuryWire.Shown shown) {
    return serve.serve(juror, new JuryWire.Round(List.of(), List.of(shown)));
  }

  private Bytes32 seal() {
    return LedgerCourtCalls.seal(juror, TaskId.of(DEAL, 2), DIGEST, SALT);
  }

  private static JuryWire.Sealed sealed(SigningKey by, Bytes32 seal) {
    byte[] hash = new SigningDomain(CourtCase.CHAIN, HUB.hex()).digestOfVote(TRIAL, seal.hex());
    return new JuryWire.Sealed(TRIAL, seal.hex(), Hex.of(by.sign(hash)));
  }

  private static JuryWire.Shown shown(Bytes32 digest) {
    return new JuryWire.Shown(TRIAL, digest.hex(), SALT.hex(), new byte[] {2, '4', '2'}, List.of());
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.get(0);
  }

  private void said(HubEvent event) {
    court.said(event);
  }

  @Test
  void trialsAreListedOfOneDealToo() {
    StoredTrials trials = new StoredTrials(database);
    DealId another = new DealId("0x" + "c".repeat(64));
    assertThat(trials.page(Optional.empty(), Optional.of(DEAL), Optional.empty(), 10)).hasSize(1);
    assertThat(trials.page(Optional.empty(), Optional.of(another), Optional.empty(), 10)).isEmpty();
    assertThat(trials.page(Optional.of(HUB), Optional.of(DEAL), Optional.empty(), 10)).hasSize(1);
    assertThat(trials.page(Optional.of(juror), Optional.of(DEAL), Optional.empty(), 10)).isEmpty();
  }
}
