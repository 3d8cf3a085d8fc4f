package io.gridbourse.domain.proof.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials of every rung; the experiments themselves are in docs/experiments.md. */
class RungTrialTest {
  private static final int TASKS = 20_000;

  /** A third of the workers always lie; one lie in ten is the common one. */
  private static final Crew FEW_AGREE = new Crew(500, 0.35, 1, 0.1, 0);

  private static TrialOutcome run(Crew crew, RungTrial.Way way) {
    return RungTrial.run(new RungTrial.Setting(TASKS, crew, way), 1);
  }

  private static double scatter(double error) {
    return 4 * Math.sqrt(error * (1 - error) / TASKS) + 1e-9;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10})
  void votingLeavesTheErrorOfTheFormula(int m) {
    for (double collusion : new double[] {0.1, 0.5, 1}) {
      Crew crew = new Crew(500, 0.35, 1, collusion, 0);
      TrialOutcome outcome = run(crew, RungTrial.Way.of(new FirstToAgree(m, crew.phi())));
      // With one vote any lie is accepted, with more only the common one.
      double expected = m == 1 ? 0.35 : Voting.error(m, crew.phi());
      assertThat(outcome.errorRate()).isCloseTo(expected, within(scatter(expected)));
      assertThat(outcome.accepted()).isEqualTo(TASKS);
    }
  }

  /** Published: time 300 instead of 100 by two equal votes, 700 by a fixed number of votes. */
  @Test
  void whereFewLiesAgreeTwoEqualVotesDoWhatTakesSevenOtherwise() {
    TrialOutcome two = run(FEW_AGREE, RungTrial.Way.of(new FirstToAgree(2, FEW_AGREE.phi())));
    assertThat(two.errorRate()).isLessThan(0.01);
    assertThat(two.slowdown()).isBetween(2.9, 3.2);
    assertThat(run(FEW_AGREE, RungTrial.Way.majority(6)).errorRate()).isGreaterThan(0.012);
    TrialOutcome seven = run(FEW_AGREE, RungTrial.Way.majority(7));
    assertThat(seven.errorRate()).isLessThan(0.012);
    assertThat(seven.slowdown()).isEqualTo(7);
  }

  @Test
  void whenHalfOfTheLeasesAreLostItTakesTwiceTheTime() {
    Crew leaving = new Crew(500, 0.35, 1, 0.1, 0.5);
    RungTrial.Way way = RungTrial.Way.of(new FirstToAgree(2, leaving.phi()));
    TrialOutcome stay = run(FEW_AGREE, way);
    TrialOutcome leave = run(leaving, way);
    assertThat(leave.slowdown() / stay.slowdown()).isCloseTo(2, within(0.05));
    assertThat(leave.redundancy()).isCloseTo(stay.redundancy(), within(0.05));
    assertThat(leave.errorRate()).isCloseTo(stay.errorRate(), within(0.004));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.1, 0.25, 0.5, 0.75, 1})
  void noRateOfSabotagePassesTheBoundOfARungThatWasChosenForIt(double sabotage) {
    double epsilon = 0.01;
    Crew crew = Crew.colluding(500, 0.2, sabotage);
    RungTrial.Way partial =
        RungTrial.Way.partial(0.2, RungTrial.Sample.forError(epsilon, 0.2, 100, 10));
    RungTrial.Way optimistic =
        RungTrial.Way.optimistic(0.2, RungTrial.Challenge.forError(epsilon, 0.2));
    RungTrial.Way adaptive = RungTrial.Way.adaptive(epsilon, 0.2, 7).orElseThrow();
    for (RungTrial.Way way : new RungTrial.Way[] {partial, optimistic, adaptive}) {
      TrialOutcome outcome = run(crew, way);
      assertThat(outcome.accepted()).isEqualTo(TASKS);
      assertThat(outcome.errorRate()).isLessThanOrEqualTo(epsilon + scatter(epsilon));
    }
  }

  @Test
  void aSampleIsAsLargeAsTheErrorWants() {
    RungTrial.Sample sample = RungTrial.Sample.forError(0.001, 0.2, 100, 10);
    Checked enough = Checked.partially(0.2, 100, sample.drawn(), 10);
    Checked less = Checked.partially(0.2, 100, sample.drawn() - 1, 10);
    assertThat(bound(enough)).isLessThanOrEqualTo(0.001);
    assertThat(bound(less)).isGreaterThan(0.001);
    assertThat(RungTrial.Sample.forError(1e-9, 1, 100, 10).drawn()).isEqualTo(91);
    assertThat(RungTrial.Sample.forError(1e-9, 0, 100, 10).drawn()).isZero();
  }

  private static double bound(Checked rung) {
    return rung.liars() * rung.missed() / (rung.liars() * rung.missed() + 1 - rung.liars());
  }

  @Test
  void whoLooksPaysForIt() {
    Crew honest = Crew.colluding(500, 0, 1);
    TrialOutcome sampled =
        run(honest, RungTrial.Way.partial(0.2, new RungTrial.Sample(100, 25, 10)));
    assertThat(sampled.cost()).isCloseTo(1.25, within(1e-9));
    TrialOutcome challenged =
        run(honest, RungTrial.Way.optimistic(0.2, RungTrial.Challenge.forError(0.1, 0.2)));
    assertThat(challenged.cost()).isCloseTo(1.5, within(0.02));
    assertThat(challenged.redundancy()).isEqualTo(1);
  }

  @Test
  void whoWasRightOftenIsBelievedAlone() {
    TrialOutcome few = run(Crew.colluding(20, 0, 1), RungTrial.Way.adaptive(10, 2, 3));
    assertThat(few.redundancy()).isBetween(1.0, 1.15);
    TrialOutcome many = run(Crew.colluding(TASKS, 0, 1), RungTrial.Way.adaptive(10, 2, 3));
    assertThat(many.redundancy()).isGreaterThan(1.9);
  }

  @Test
  void theSameSeedGivesTheSameOutcome() {
    RungTrial.Setting setting =
        new RungTrial.Setting(500, FEW_AGREE, RungTrial.Way.adaptive(10, 3, 5));
    assertThat(RungTrial.run(setting, 5)).isEqualTo(RungTrial.run(setting, 5));
    assertThat(RungTrial.run(setting, 5)).isNotEqualTo(RungTrial.run(setting, 6));
  }

  @Test
  void aCrewThatMakesNoSenseIsRefusedByName() {
    assertThatThrownBy(() -> new Crew(0, 0, 0, 0, 0)).hasMessageStartingWith("workers is 0");
    assertThatThrownBy(() -> new Crew(1, Double.NaN, 0, 0, 0)).hasMessageStartingWith("liars is");
    assertThatThrownBy(() -> new Crew(1, 0, 2, 0, 0)).hasMessageStartingWith("sabotage is 2");
    assertThatThrownBy(() -> new Crew(1, 0, 0, -1, 0)).hasMessageStartingWith("collusion is -1");
    assertThatThrownBy(() -> new Crew(1, 0, 0, 0, 1)).hasMessageStartingWith("defecting is 1");
  }
}
