package io.gridbourse.domain.proof.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpotCheckDrawTest {
  private static final byte[] KEY = "a secret of the pool".getBytes(UTF_8);
  private static final int LEASES = 40_000;

  @Test
  void theStatedShareOfLeasesIsChecked() {
    SpotCheckDraw draw = new SpotCheckDraw(KEY, 0.1);
    int checks = 0;
    int afterACheck = 0;
    boolean last = false;
    for (int lease = 0; lease < LEASES; lease++) {
      boolean check = draw.check("w", lease, 7).isPresent();
      checks += check ? 1 : 0;
      afterACheck += check && last ? 1 : 0;
      last = check;
    }
    assertThat((double) checks / LEASES).isCloseTo(0.1, within(3 * Math.sqrt(0.09 / LEASES)));
    // What came before tells nothing.
    assertThat((double) afterACheck / checks).isCloseTo(0.1, within(3 * Math.sqrt(0.09 / checks)));
  }

  @Test
  void anotherKeyOrWorkerIsCheckedAtOtherTimes() {
    byte[] other = KEY.clone();
    other[3]++;
    int sameByKey = 0;
    int sameByWorker = 0;
    for (int lease = 0; lease < 2_000; lease++) {
      boolean check = new SpotCheckDraw(KEY, 0.5).check("w", lease, 7).isPresent();
      sameByKey += check == new SpotCheckDraw(other, 0.5).check("w", lease, 7).isPresent() ? 1 : 0;
      sameByWorker += check == new SpotCheckDraw(KEY, 0.5).check("v", lease, 7).isPresent() ? 1 : 0;
    }
    assertThat(sameByKey).isBetween(900, 1_100);
    assertThat(sameByWorker).isBetween(900, 1_100);
  }

  @Test
  void everyKnownTaskIsUsedAlike() {
    SpotCheckDraw draw = new SpotCheckDraw(KEY, 0.9);
    int[] used = new int[4];
    for (int lease = 0; lease < 4_000; lease++) {
      draw.check("w", lease, 4).ifPresent(task -> used[task]++);
    }
    for (int count : used) {
      assertThat(count).isBetween(800, 1_000);
    }
  }

  @Test
  void withoutKnownAnswersNothingIsChecked() {
    assertThat(new SpotCheckDraw(KEY, 0.99).check("w", 1, 0)).isEmpty();
    assertThatThrownBy(() -> new SpotCheckDraw(new byte[3], 0.1))
        .hasMessageStartingWith("key is 3");
    assertThatThrownBy(() -> new SpotCheckDraw(KEY, 1)).hasMessageStartingWith("share is 1.0");
  }
}
