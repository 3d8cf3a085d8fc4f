package io.gridbourse.domain.schedule.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.schedule.promise.Progress.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private static final TimeLeft USUAL = TimeLeft.USUAL;

  @Test
  void aFreshLeaseTakesWhatIsExpected() {
    // The median of a mixture with one in a hundred that never ends is a little later.
    assertThat(USUAL.medianSeconds(60, 0)).isCloseTo(60, within(0.5));
  }

  @Test
  void theLongerItRunsTheRatherItsHostHasStalled() {
    double last = 0;
    for (double elapsed = 0; elapsed < 300; elapsed += 5) {
      double stalled = USUAL.stalledAfter(60, elapsed);
      assertThat(stalled).isBetween(last, 1.0);
      last = stalled;
    }
    assertThat(USUAL.medianSeconds(60, 100)).isFinite();
    assertThat(USUAL.medianSeconds(60, 130)).isInfinite();
  }

  @Test
  void theMedianHalvesWhatChanceMakesOfIt() {
    SplittableRandom random = new SplittableRandom(7);
    for (double elapsed : new double[] {0, 20, 50, 70, 90}) {
      double median = USUAL.medianSeconds(60, elapsed);
      int there = 0;
      int longer = 0;
      for (int i = 0; i < 400_000; i++) {
        boolean stalls = random.nextDouble() < USUAL.stalled();
        double time =
            stalls ? Double.MAX_VALUE : 60 * Math.exp(USUAL.spread() * random.nextGaussian());
        there += time > elapsed ? 1 : 0;
        longer += time > elapsed + median ? 1 : 0;
      }
      assertThat((double) longer / there).isCloseTo(0.5, within(0.02));
    }
  }

  @Test
  void aRuleGoesByItAsByAProgress() {
    TailRule.Running running = USUAL.running(60, 30, 1);
    assertThat(running.secondsLeft()).isCloseTo(USUAL.medianSeconds(60, 30), within(1e-6));
    assertThat(USUAL.running(60, 600, 2).secondsLeft()).isInfinite();
    assertThat(USUAL.running(60, 0, 1).secondsLeft()).isInfinite();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> new TimeLeft(0, 0.1)).isInstanceOf(PromiseRefusal.class);
    assertThatThrownBy(() -> new TimeLeft(0.3, 0)).isInstanceOf(PromiseRefusal.class);
    assertThatThrownBy(() -> USUAL.medianSeconds(0, 1)).isInstanceOf(PromiseRefusal.class);
    assertThatThrownBy(() -> USUAL.medianSeconds(1, -1)).isInstanceOf(PromiseRefusal.class);
  }

  @Test
  void samplesAreReadBackAsTheyWereWritten() {
    for (long seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Sample> samples = new ArrayList<>();
      long millis = 0;
      long completed = 0;
      long assigned = 0;
      for (int i = random.nextInt(50); i > 0; i--) {
        millis += random.nextLong(1L << random.nextInt(1, 40));
        assigned += random.nextLong(1_000_000);
        completed += random.nextLong(assigned - completed + 1);
        samples.add(new Sample(millis / 1_000.0, completed, assigned));
      }
      byte[] bytes = ProgressBytes.write(samples);
      assertThat(ProgressBytes.read(bytes)).as("seed " + seed).isEqualTo(samples);
    }
    assertThatThrownBy(() -> ProgressBytes.read(new byte[] {1, 2, (byte) 0x80}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
