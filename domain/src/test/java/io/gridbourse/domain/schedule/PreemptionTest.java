package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridbourse.domain.schedule.Preemption.Candidate;
import io.gridbourse.domain.schedule.Preemption.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PreemptionTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static Candidate<String> lease(String name, int priority, boolean saves, int minutes) {
    return new Candidate<>(name, priority, saves, NOON.minus(Duration.ofMinutes(minutes)));
  }

  @Test
  void theLowestGoesFirstThenWhatSavesThenWhatRanShortest() {
    List<Candidate<String>> all =
        List.of(
            lease("high", 5, true, 1),
            lease("old", 0, false, 90),
            lease("saves", 0, true, 120),
            lease("young", 0, false, 2),
            lease("low", -5, false, 200));
    assertThat(Preemption.chosen(all, 9)).containsExactly("low", "saves", "young", "old", "high");
    assertThat(Preemption.chosen(all, 2)).containsExactly("low", "saves");
    assertThat(Preemption.chosen(all, 0)).isEmpty();
    assertThat(Preemption.chosen(all, -3)).isEmpty();
  }

  @Test
  void nothingOfAHigherPriorityGoesBeforeALowerOne() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Candidate<Integer>> all = new ArrayList<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        int priority = random.nextInt(5);
        all.add(new Candidate<>(priority, priority, random.nextBoolean(), NOON));
      }
      int wanted = random.nextInt(25);
      List<Integer> chosen = Preemption.chosen(all, wanted);
      assertThat(chosen).as("seed %d", seed).isSorted().hasSize(Math.min(wanted, all.size()));
    }
  }

  @Test
  void onlyAClearDifferenceCountsAndOnlyIfPrioritiesDo() {
    Preemption priority = new Preemption(Mode.PRIORITY, 10, Duration.ofSeconds(1));
    assertThat(priority.isAbove(10, 0)).isTrue();
    assertThat(priority.isAbove(9, 0)).isFalse();
    assertThat(priority.isAbove(0, 10)).isFalse();
    assertThat(new Preemption(Mode.RESERVATION, 10, Duration.ZERO).isAbove(100, -100)).isFalse();
    assertThat(Preemption.NONE.isAbove(100, -100)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preemption(Mode.PRIORITY, 0, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preemption(Mode.PRIORITY, 201, Duration.ZERO));
  }
}
