package io.gridbourse.domain.proof.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoteBookTest {
  private static double[] odds(int workers, double each) {
    double[] odds = new double[workers];
    Arrays.fill(odds, each);
    return odds;
  }

  @Test
  void whenAWorkerIsCaughtWhatItCarriedIsOpenedAgain() {
    VoteBook book = new VoteBook(0.94, 1, 2, odds(4, 4));
    book.vote(0, 0, 7);
    book.vote(0, 1, 7);
    book.vote(1, 2, 5);
    book.vote(1, 3, 5);
    assertThat(book.open()).isZero();
    book.caught(1);
    assertThat(book.accepted(0)).isEqualTo(VoteBook.NONE);
    assertThat(book.accepted(1)).isEqualTo(5);
    assertThat(book.open()).isEqualTo(1);
    assertThat(book.next(0)).isEqualTo(VoteBook.NONE);
    assertThat(book.next(2)).isZero();
    book.vote(0, 2, 7);
    assertThat(book.accepted(0)).isEqualTo(7);
  }

  @Test
  void whatACaughtWorkerStillSendsIsVoid() {
    VoteBook book = new VoteBook(0, 1, 1, odds(2, 4));
    book.caught(0);
    book.vote(0, 0, 7);
    assertThat(book.open()).isEqualTo(1);
  }

  @Test
  void aWorkerThatRisesLiftsItsOlderVotes() {
    VoteBook book = new VoteBook(0.9, 1, 1, odds(2, 4));
    book.vote(0, 0, 7);
    assertThat(book.open()).isEqualTo(1);
    book.weigh(0, 99);
    assertThat(book.next(1)).isEqualTo(VoteBook.NONE);
    assertThat(book.accepted(0)).isEqualTo(7);
  }

  @Test
  void aCaughtWorkerNeverRaisesAnOpenCount() {
    VoteBook book = new VoteBook(0, 2, 1, odds(3, 1));
    book.vote(0, 0, 1);
    book.caught(0);
    book.vote(0, 1, 1);
    assertThat(book.open()).isEqualTo(1);
    book.vote(0, 2, 1);
    assertThat(book.accepted(0)).isEqualTo(1);
  }

  @Test
  void theBookJudgesAsTheRungDoes() {
    Credible rung = new Credible(0.2, true, 0.01);
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int workers = random.nextInt(1, 12);
      VoteBook book = new VoteBook(0.99, 1, 1, odds(workers, 1));
      List<Vote<Integer>> votes = new ArrayList<>();
      for (int worker = 0; worker < workers && book.open() > 0; worker++) {
        Standing standing = new Standing(0, random.nextInt(6), 0);
        int answer = random.nextInt(3) == 0 ? 1 : 0;
        book.weigh(worker, Credibility.odds(rung.credibility(standing)));
        book.vote(0, worker, answer);
        votes.add(Vote.of("w" + worker, answer, standing));
      }
      int expected = rung.judge(votes).certificate().map(Certificate::answer).orElse(VoteBook.NONE);
      assertThat(book.accepted(0)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  /** The full experiment, with a million tasks, is in docs/experiments.md. */
  @ParameterizedTest
  @CsvSource({"0", "0.05", "0.1", "0.25", "0.5", "0.75", "1"})
  void theErrorUnderCollusionStaysBelowTheBound(double sabotage) {
    var setting =
        new SabotageTrial.Setting(
            20_000,
            Crew.colluding(200, 0.35, sabotage),
            0.1,
            SabotageTrial.Rule.credibility(0.001, 0.35));
    TrialOutcome outcome = SabotageTrial.run(setting, 11);
    assertThat(outcome.accepted()).isEqualTo(20_000);
    assertThat(outcome.errorRate()).isLessThanOrEqualTo(0.001);
    assertThat(outcome.redundancy()).isBetween(1.0, 3.2);
  }

  @Test
  void votingUnderCollusionLeavesTheErrorOfTheFormula() {
    var setting =
        new SabotageTrial.Setting(
            20_000, Crew.colluding(400, 0.35, 0.5), 0, SabotageTrial.Rule.voting(3));
    TrialOutcome outcome = SabotageTrial.run(setting, 4);
    double expected = Voting.error(3, 0.175);
    double deviation = Math.sqrt(expected * (1 - expected) / 20_000);
    assertThat(Math.abs(outcome.errorRate() - expected)).isLessThan(4 * deviation + 0.003);
    assertThat(outcome.caught()).isZero();
  }

  @Test
  void liarsThatDoNotAgreeRarelyWin() {
    var setting =
        new SabotageTrial.Setting(
            10_000, new Crew(200, 0.35, 1, 0, 0), 0, SabotageTrial.Rule.voting(2));
    TrialOutcome outcome = SabotageTrial.run(setting, 4);
    assertThat(outcome.wrong()).isZero();
    assertThat(outcome.redundancy()).isBetween(3.0, 3.2);
  }

  @Test
  void theSameSeedGivesTheSameOutcome() {
    var setting =
        new SabotageTrial.Setting(
            2_000, Crew.colluding(50, 0.2, 0.3), 0.1, SabotageTrial.Rule.credibility(0.01, 0.2));
    assertThat(SabotageTrial.run(setting, 5)).isEqualTo(SabotageTrial.run(setting, 5));
    assertThat(SabotageTrial.run(setting, 5)).isNotEqualTo(SabotageTrial.run(setting, 6));
  }
}
