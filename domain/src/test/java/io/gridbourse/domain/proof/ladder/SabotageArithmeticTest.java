package io.gridbourse.domain.proof.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published and derived values of sabotage tolerance (Sarmenta 2001, 2002). */
class SabotageArithmeticTest {
  @ParameterizedTest
  @CsvSource({
    "2,0.2,0.104",
    "3,0.2,0.05792",
    "4,0.2,0.033344",
    "5,0.2,0.0195814",
    "10,0.2,0.00157912",
    "10,0.35,0.087474",
    "14,0.35,0.053623",
    "15,0.35,0.047637",
    "28,0.35,0.011070",
    "29,0.35,0.009934"
  })
  void votingLeavesAnError(int m, double phi, double error) {
    assertThat(Voting.error(m, phi)).isCloseTo(error, within(5e-7));
  }

  @ParameterizedTest
  @CsvSource({"0.05,15", "0.01,29"})
  void thePublishedNumberOfVotesReachesAnError(double epsilon, int m) {
    assertThat(Voting.votesFor(epsilon, 0.35)).isEqualTo(m);
  }

  @Test
  void anErrorOfOneInAThousandTakesMoreThanFiftyVotes() {
    assertThat(Voting.votesFor(0.001, 0.35)).isGreaterThan(50);
    assertThat(Voting.votesFor(0.001, 0.6)).isZero();
  }

  @Test
  void theErrorOfVotingIsOneVotesErrorAtOneVoteAndFallsWithMore() {
    for (double phi : new double[] {0, 0.01, 0.2, 0.35, 0.49}) {
      assertThat(Voting.error(1, phi)).isCloseTo(phi, within(1e-15));
      for (int m = 1; m < 100; m++) {
        assertThat(Voting.error(m + 1, phi)).isLessThanOrEqualTo(Voting.error(m, phi));
      }
    }
    assertThat(Voting.error(7, 1)).isEqualTo(1);
    assertThat(Voting.error(7, 0.5)).isCloseTo(0.5, within(1e-12));
    assertThat(Voting.slowdown(2, 0.35)).isCloseTo(3.0769, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1,100,0.2,0.1,0.00838364,0.00919699",
    "0.1,1000,0.2,0.01,0.000841852,0.000919699",
    "0.1,1000,0.5,0.01,0.00268843,0.00367879"
  })
  void spotChecksLeaveAnErrorBelowTheirBound(
      double q, int n, double f, double s, double error, double bound) {
    assertThat(SpotChecks.error(f, s, q, n)).isCloseTo(error, within(error * 1e-5));
    assertThat(SpotChecks.bound(f, q, n)).isCloseTo(bound, within(bound * 1e-5));
  }

  @Test
  void noSabotageRatePassesTheBoundOfSpotChecks() {
    for (double f : new double[] {0.05, 0.2, 0.5}) {
      for (int n : new int[] {10, 100, 1000}) {
        for (int i = 0; i <= 1000; i++) {
          assertThat(SpotChecks.error(f, i / 1000.0, 0.1, n))
              .isLessThanOrEqualTo(SpotChecks.bound(f, 0.1, n) * (1 + 1e-12));
        }
      }
    }
    assertThat(SpotChecks.boundWithoutBlacklist(0.2, 0.1, 100)).isCloseTo(0.02, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0.8,0.8",
    "1,0.908030,0.8",
    "5,0.981606,0.96",
    "10,0.990803,0.98",
    "100,0.999080,0.998"
  })
  void aWorkerThatPassedChecksIsCredible(int k, double blacklisted, double comingBack) {
    assertThat(Credibility.ofWorker(0.2, k, true)).isCloseTo(blacklisted, within(5e-7));
    assertThat(Credibility.ofWorker(0.2, k, false)).isCloseTo(comingBack, within(5e-7));
  }

  @Test
  void aCheckNeverMakesAWorkerLessCredible() {
    for (double f : new double[] {0, 0.1, 0.5, 0.9}) {
      for (int k = 0; k < 200; k++) {
        assertThat(Credibility.ofWorker(f, k + 1, true))
            .isGreaterThanOrEqualTo(Credibility.ofWorker(f, k, true));
      }
    }
  }

  @Test
  void groupsThatAgreeAreCredible() {
    double odds = Credibility.odds(0.8);
    assertThat(Credibility.ofGroup(odds * odds, odds * odds)).isCloseTo(0.941176, within(5e-7));
    assertThat(Credibility.ofGroup(odds * odds * odds, odds * odds * odds))
        .isCloseTo(0.984615, within(5e-7));
    assertThat(Credibility.ofGroup(odds, 2 * odds)).isCloseTo(0.444444, within(5e-7));
    double all = odds * odds + odds;
    assertThat(Credibility.ofGroup(odds * odds, all)).isCloseTo(0.761905, within(5e-7));
    assertThat(Credibility.ofGroup(odds, all)).isCloseTo(0.190476, within(5e-7));
  }

  @Test
  void whatIsNoShareIsRefusedByName() {
    assertThatThrownBy(() -> Voting.error(3, Double.NaN)).hasMessageStartingWith("phi is NaN");
    assertThatThrownBy(() -> Voting.error(0, 0.1)).hasMessageStartingWith("m is 0");
    assertThatThrownBy(() -> Credibility.ofWorker(1, 0, true)).hasMessageStartingWith("f is 1.0");
    assertThatThrownBy(() -> SpotChecks.error(0.1, 1.5, 0.1, 3)).hasMessageStartingWith("s is");
  }
}
