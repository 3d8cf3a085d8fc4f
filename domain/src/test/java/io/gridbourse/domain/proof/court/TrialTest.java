package io.gridbourse.domain.proof.court;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.proof.court.Trial.Vote;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = START.plusSeconds(600);
  private static final Bytes32 LIE = word(1);
  private static final Bytes32 TRUTH = word(2);
  private static final Address ANN = account(1);
  private static final Address BOB = account(2);
  private static final Address EVE = account(3);

  @Test
  void aJuryThatFindsSomethingElseUpholdsTheChallenge() {
    Trial trial =
        opened()
            .after(new TrialFact.JurorDrawn(ANN, 0, LATER))
            .after(new TrialFact.JurorDrawn(BOB, 0, LATER));
    assertThat(trial.state()).isEqualTo(TrialState.VOTING);
    assertThat(trial.commitEnd()).contains(LATER);
    assertThat(trial.revealEnd()).isEmpty();
    trial = trial.after(new TrialFact.VoteCommitted(ANN)).after(new TrialFact.VoteCommitted(BOB));
    assertThat(trial.juror(ANN).orElseThrow().vote()).isEqualTo(Vote.COMMITTED);
    trial = trial.after(new TrialFact.RevealOpened(LATER.plusSeconds(300)));
    assertThat(trial.revealEnd()).contains(LATER.plusSeconds(300));
    trial = trial.after(new TrialFact.VoteRevealed(ANN, LIE));
    assertThat(trial.isAllShown()).isFalse();
    assertThat(trial.isDoubted()).isFalse();
    trial = trial.after(new TrialFact.VoteRevealed(BOB, TRUTH));
    assertThat(trial.isAllShown()).isTrue();
    assertThat(trial.isDoubted()).isTrue();
    trial = trial.after(new TrialFact.SealOpened(EVE));
    assertThat(trial.liar()).contains(EVE);
    trial = trial.after(new TrialFact.Ended(TrialState.Event.ENDED_UPHELD, TRUTH, LATER));
    assertThat(trial.state()).isEqualTo(TrialState.UPHELD);
    assertThat(trial.ending()).contains(new Trial.Ending(TRUTH, LATER));
    assertThat(trial.isAllShown()).isFalse();
  }

  @Test
  void whoShowsNothingInARoundHasNoVoiceInTheNext() {
    Trial trial =
        opened()
            .after(new TrialFact.JurorDrawn(ANN, 0, LATER))
            .after(new TrialFact.JurorDrawn(BOB, 0, LATER))
            .after(new TrialFact.VoteCommitted(ANN))
            .after(new TrialFact.VoteRevealed(ANN, LIE))
            .after(new TrialFact.DrawSet(70));
    assertThat(trial.state()).isEqualTo(TrialState.DRAWING);
    assertThat(trial.drawBlock()).isEqualTo(70);
    assertThat(trial.round()).isEqualTo(1);
    assertThat(trial.jury())
        .extracting(Trial.Juror::vote)
        .containsExactly(Vote.REVEALED, Vote.SILENT);
    assertThat(trial.ofThisRound()).isEmpty();
    trial = trial.after(new TrialFact.JurorDrawn(EVE, 1, LATER));
    assertThat(trial.juror(ANN)).isEmpty();
    assertThat(trial.juror(EVE)).isPresent();
    assertThat(trial.after(new TrialFact.VoteRevealed(EVE, LIE)).isAllShown()).isTrue();
  }

  @Test
  void aDrawThatIsPutOffKeepsTheRound() {
    Trial trial = opened().after(new TrialFact.DrawSet(300));
    assertThat(trial.round()).isZero();
    assertThat(trial.drawBlock()).isEqualTo(300);
    assertThat(
            trial
                .after(new TrialFact.Ended(TrialState.Event.ENDED_UNDECIDED, Bytes32.ZERO, LATER))
                .state())
        .isEqualTo(TrialState.UNDECIDED);
  }

  @Test
  void aVerdictWithoutAJuryCannotBe() {
    TrialFact verdict = new TrialFact.Ended(TrialState.Event.ENDED_UPHELD, TRUTH, LATER);
    assertThatThrownBy(() -> opened().after(verdict))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("trial 7");
  }

  private static Trial opened() {
    return Trial.opened(
        7, new Trial.Subject(new DealId(word(9).hex()), 3, LIE, EVE, NanoRlc.of(7_000), START), 42);
  }

  private static Bytes32 word(int last) {
    return new Bytes32("0x" + "0".repeat(63) + last);
  }

  private static Address account(int last) {
    return new Address("0x" + "0".repeat(39) + last);
  }
}
