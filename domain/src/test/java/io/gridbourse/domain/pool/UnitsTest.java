package io.gridbourse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counted things: what is asked for, what is there, what is left. */
class UnitsTest {
  @ParameterizedTest
  @ValueSource(ints = {-1, 101, 150, 6_401, Integer.MAX_VALUE})
  void aTaskTakesAShareOfOneGpuOrWholeOnes(int hundredths) {
    assertThatIllegalArgumentException().isThrownBy(() -> new UnitNeed(hundredths, Map.of()));
  }

  @Test
  void resourcesAreNamedAndCountedWithinLimits() {
    for (Map<String, Integer> wrong :
        List.of(Map.of("Fpga", 1), Map.of("", 1), Map.of("fpga", 0), Map.of("fpga", 1_001))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new UnitNeed(0, wrong));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Units.of(257, Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> Units.of(-1, Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> Units.of(0, Map.of("fpga", 10_001)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Units(List.of(101), Map.of()));
  }

  @Test
  void aShareIsOfOneGpu() {
    Units left =
        Units.of(2, Map.of()).minus(new UnitNeed(60, Map.of())).minus(new UnitNeed(60, Map.of()));
    assertThat(left.gpus()).containsExactly(40, 40);
    assertThat(left.covers(new UnitNeed(60, Map.of()))).as("although 0.8 are free").isFalse();
    assertThat(left.covers(new UnitNeed(40, Map.of()))).isTrue();
  }

  @Test
  void sharesFillOneGpuBeforeTheyBeginTheNext() {
    Units left =
        Units.of(2, Map.of()).minus(new UnitNeed(50, Map.of())).minus(new UnitNeed(30, Map.of()));
    assertThat(left.gpus()).containsExactly(20, 100);
    assertThat(left.gpusFor(new UnitNeed(100, Map.of()))).contains(List.of(1));
    assertThat(left.covers(new UnitNeed(200, Map.of()))).isFalse();
  }

  @Test
  void whatIsLeftIsNeverLessThanNothing() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Units left = Units.of(random.nextInt(5), Map.of("fpga", random.nextInt(6)));
      int before = sum(left);
      int taken = 0;
      for (int i = 0; i < 20; i++) {
        UnitNeed need =
            new UnitNeed(
                random.nextBoolean() ? random.nextInt(101) : 100 * random.nextInt(4),
                random.nextBoolean() ? Map.of() : Map.of("fpga", random.nextInt(1, 4)));
        if (left.covers(need)) {
          Units next = left.minus(need);
          taken += need.gpuHundredths();
          assertThat(next.counted().getOrDefault("fpga", 0))
              .as("seed %d", seed)
              .isEqualTo(
                  left.counted().getOrDefault("fpga", 0) - need.counted().getOrDefault("fpga", 0));
          left = next;
        } else {
          Units full = left;
          assertThatIllegalArgumentException().isThrownBy(() -> full.minus(need));
        }
      }
      assertThat(sum(left)).as("seed %d", seed).isEqualTo(before - taken);
    }
  }

  private static int sum(Units units) {
    return units.gpus().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void needsAreToldInWords() {
    assertThat(new UnitNeed(50, Map.of("fpga", 2)).text()).isEqualTo("0.5 GPU, 2 of fpga");
    assertThat(new UnitNeed(100, Map.of()).text()).isEqualTo("1 GPU");
    assertThat(new UnitNeed(300, Map.of()).text()).isEqualTo("3 GPUs");
  }
}
