package io.gridbourse.domain.schedule.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.schedule.promise.Progress.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PromiseTest {
  private static Progress at(double seconds, long completed, long assigned) {
    return Progress.of(100, List.of(new Sample(seconds, completed, assigned)));
  }

  private static Support support(Credits credits, Sizing sizing) {
    credits.setAside("b", credits.free());
    return new Support(
        "b",
        new Support.Strategy(new Trigger.Completed(0.9), sizing, Deployment.RESCHEDULE),
        credits);
  }

  private static Credits credits(long amount) {
    Credits credits = new Credits();
    credits.deposit(amount);
    return credits;
  }

  @Test
  void whatRemainsFollowsFromWhatIsDone() {
    assertThat(Prediction.remainingSeconds(at(9_000, 90, 100), 1)).isCloseTo(1_000, within(1e-9));
    assertThat(Prediction.totalSeconds(at(9_000, 90, 100), 1.2)).isCloseTo(12_000, within(1e-9));
    assertThat(Prediction.remainingSeconds(at(9_000, 0, 100), 1)).isNaN();
  }

  @Test
  void fifteenHundredCreditsAreAHundredWorkers() {
    assertThat(new Sizing.Greedy().workers(1_500, 1_000)).isEqualTo(100);
    assertThat(new Sizing.Conservative().workers(1_500, 1_000)).isEqualTo(100);
    assertThat(new Sizing.Conservative().workers(1_500, 4 * 3600)).isEqualTo(25);
    assertThat(new Sizing.Conservative().workers(1_500, Double.NaN)).isEqualTo(100);
    assertThat(new Sizing.Fixed(7).workers(1_500, 1_000)).isEqualTo(7);
    assertThat(new Sizing.Fixed(7).workers(3, 1_000)).isEqualTo(3);
  }

  @Test
  void supportStartsOnceWhenTheTriggerFires() {
    Support support = support(credits(1_500), new Sizing.Greedy());
    assertThat(support.start(at(8_900, 89, 100), 1)).isZero();
    assertThat(support.start(at(9_000, 90, 100), 1)).isEqualTo(100);
    assertThat(support.start(at(9_001, 91, 100), 1)).isZero();
  }

  @Test
  void aBagThatIsDoneNeedsNoSupport() {
    assertThat(support(credits(1_500), new Sizing.Greedy()).start(at(9, 100, 100), 1)).isZero();
  }

  @Test
  void idleWorkersAreStoppedAndNeverPaid() {
    Credits credits = credits(30);
    Support support = support(credits, new Sizing.Greedy());
    Progress progress = at(9_000, 90, 100);
    support.start(progress, 1);
    assertThat(support.turn(progress, 2, 1)).isEqualTo(new Support.Turn(2, 1));
    assertThat(credits.spent()).isEqualTo(2);
    assertThat(support.turn(at(9_300, 100, 100), 2, 0)).isEqualTo(new Support.Turn(0, 2));
    assertThat(credits.spent()).isEqualTo(2);
    assertThat(credits.free()).isEqualTo(28);
    assertThat(support.isOver()).isTrue();
  }

  @Test
  void whenTheCreditsAreGoneAllThatCannotBePaidStop() {
    Credits credits = credits(5);
    Support support = support(credits, new Sizing.Fixed(3));
    Progress progress = at(9_000, 90, 100);
    assertThat(support.start(progress, 1)).isEqualTo(3);
    assertThat(support.turn(progress, 3, 0)).isEqualTo(new Support.Turn(3, 0));
    assertThat(support.turn(progress, 3, 0)).isEqualTo(new Support.Turn(2, 1));
    assertThat(support.turn(progress, 2, 0)).isEqualTo(new Support.Turn(0, 2));
    assertThat(credits.spent()).isEqualTo(5);
  }

  @Test
  void creditsAreNeverOverspentWhateverHappens() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Credits credits = new Credits();
      for (int step = 0; step < 60; step++) {
        String bag = "b" + random.nextInt(3);
        long amount = random.nextInt(50);
        switch (random.nextInt(4)) {
          case 0 -> credits.deposit(amount);
          case 1 -> {
            boolean possible = amount <= credits.free();
            assertThat(credits.setAside(bag, amount)).isEqualTo(possible);
          }
          case 2 -> {
            long left = credits.left(bag);
            assertThat(credits.spend(bag, amount)).isEqualTo(Math.min(left, amount));
          }
          default -> credits.release(bag);
        }
        long aside = credits.left("b0") + credits.left("b1") + credits.left("b2");
        assertThat(credits.free() + aside + credits.spent()).isEqualTo(credits.deposited());
        assertThat(Math.min(credits.free(), Math.min(aside, credits.spent()))).isNotNegative();
      }
    }
    assertThatThrownBy(() -> credits(-1)).hasMessage("credits is -1, but must be at least 0");
  }

  @Test
  void triggersFireAtTheirShares() {
    assertThat(new Trigger.Completed(0.9).fires(at(1, 89, 100))).isFalse();
    assertThat(new Trigger.Completed(0.9).fires(at(1, 90, 100))).isTrue();
    assertThat(new Trigger.Assigned(0.9).fires(at(1, 10, 89))).isFalse();
    assertThat(new Trigger.Assigned(0.9).fires(at(1, 10, 90))).isTrue();
  }

  /** Tasks assigned at a steady rate; each takes 100 s, the last quarter {@code late} s. */
  private static Progress steady(double late, int until) {
    Progress progress = new Progress(100);
    for (int t = 0; t <= until; t += 10) {
      int now = t;
      int assigned = Math.min(100, now / 10);
      int completed = 0;
      for (int task = 0; task < 100; task++) {
        double end = 10.0 * task + (task < 75 ? 100 : late);
        completed += end <= now ? 1 : 0;
      }
      progress.add(new Sample(now, completed, Math.max(assigned, completed)));
    }
    return progress;
  }

  @Test
  void varianceFiresWhenTasksTakeLongerThanAtFirst() {
    Trigger trigger = new Trigger.Variance(1.5, 0.75);
    assertThat(trigger.fires(steady(100, 1_000))).isFalse();
    assertThat(trigger.fires(steady(400, 600))).isFalse();
    assertThat(trigger.fires(steady(400, 1_200))).isTrue();
    assertThat(new Trigger.Variance(10, 0.75).fires(steady(400, 1_200))).isFalse();
    assertThat(new Trigger.Variance(1.5, 0.99).fires(steady(400, 1_200))).isFalse();
  }

  @Test
  void theTailIsWhatGoesBeyondTheIdeal() {
    double ideal = Tail.idealSeconds(9_000);
    assertThat(ideal).isCloseTo(10_000, within(1e-9));
    assertThat(Tail.slowdown(20_000, ideal)).isCloseTo(2, within(1e-12));
    assertThat(Tail.removed(11_000, 20_000, ideal)).isCloseTo(0.9, within(1e-12));
    assertThat(Tail.removed(11_000, 10_000, ideal)).isNaN();
  }

  @Test
  void alphaIsFittedByRelativeError() {
    List<Prediction.Past> history =
        List.of(
            new Prediction.Past(100, 120),
            new Prediction.Past(200, 220),
            new Prediction.Past(400, 520));
    assertThat(Prediction.alpha(history)).isCloseTo(1.2, within(1e-12));
    assertThat(Prediction.alphaByAbsoluteError(history)).isCloseTo(1.3, within(1e-12));
    assertThat(Prediction.alpha(List.of())).isEqualTo(1);
  }

  @Test
  void intervalsHoldAsManyEndsAsTheySay() {
    SplittableRandom random = new SplittableRandom(17);
    List<Prediction.Past> history = new ArrayList<>();
    ForecastScore score = new ForecastScore();
    for (int bag = 0; bag < 4_000; bag++) {
      double ratio = Math.exp(0.4 * gaussian(random));
      if (bag >= 200) {
        Forecast forecast = Forecast.of(at(500, 50, 80), history.subList(bag - 200, bag));
        score.add(forecast, 1_000, 1_000 * ratio);
      }
      history.add(new Prediction.Past(700, 700 * ratio));
    }
    // Those below half the time cannot come: the bag has already run so long.
    assertThat(score.coverage50()).isCloseTo(0.5, within(0.03));
    assertThat(score.coverage90()).isCloseTo(0.9, within(0.03));
    assertThat(score.brier()).isCloseTo(0.25, within(0.01));
    assertThat(score.count()).isEqualTo(3_800);
  }

  private static double gaussian(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  @Test
  void aForecastWithoutHistoryIsWideAndNeverInThePast() {
    Forecast forecast = Forecast.of(at(900, 90, 100), List.of());
    assertThat(forecast.medianSeconds()).isCloseTo(1_000, within(1e-9));
    assertThat(forecast.interval(0.9).low()).isGreaterThanOrEqualTo(900);
    assertThat(forecast.interval(0.9).high()).isGreaterThan(2_000);
    assertThat(forecast.probabilityWithin(899)).isZero();
    assertThat(forecast.probabilityWithin(1_000)).isCloseTo(0.55, within(1e-12));
    assertThat(forecast.probabilityWithin(1e9)).isLessThan(1);
    assertThatThrownBy(() -> Forecast.of(at(900, 0, 100), List.of()))
        .hasMessageContaining("completed");
  }

  @Test
  void samplesThatGoBackAreRefusedByName() {
    Progress progress = new Progress(10);
    progress.add(new Sample(5, 2, 4));
    assertThatThrownBy(() -> progress.add(new Sample(4, 2, 4)))
        .hasMessageStartingWith("samples[1].t");
    assertThatThrownBy(() -> progress.add(new Sample(6, 1, 4)))
        .hasMessageStartingWith("samples[1].completed");
    assertThatThrownBy(() -> progress.add(new Sample(6, 5, 4)))
        .hasMessageStartingWith("samples[1].completed");
    assertThatThrownBy(() -> progress.add(new Sample(6, 2, 11)))
        .hasMessageStartingWith("samples[1].assigned");
    assertThatThrownBy(() -> progress.add(new Sample(Double.NaN, 2, 4)))
        .hasMessageStartingWith("samples[1].t");
    assertThatThrownBy(() -> new Progress(0)).hasMessageStartingWith("total");
  }

  @Test
  void manySamplesAreThinnedOut() {
    Progress progress = new Progress(1_000_000);
    for (int i = 0; i < 100_000; i++) {
      progress.add(new Sample(i, i, i));
    }
    assertThat(progress.samples()).hasSizeLessThanOrEqualTo(Progress.SAMPLES_MAX);
    assertThat(progress.elapsed()).isEqualTo(99_999);
    assertThat(progress.completedAt(0.05)).isCloseTo(50_000, within(200.0));
  }
}
