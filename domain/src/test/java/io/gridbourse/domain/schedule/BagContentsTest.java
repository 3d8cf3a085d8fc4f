package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Sha256;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BagContentsTest {
  private static final Sha256 APP = new Sha256("fedcba9876543210" + "0".repeat(48));
  private static final Sha256 INPUT = new Sha256("0123456789abcdef" + "0".repeat(48));

  @Test
  void equalNeedsHaveOneKey() {
    Map<Sha256, Long> reversed = new HashMap<>();
    reversed.put(INPUT, 30L);
    reversed.put(APP, 10L);
    BagContents contents = BagContents.of(Map.of(APP, 10L, INPUT, 30L));
    assertThat(contents).isEqualTo(BagContents.of(reversed));
    assertThat(contents.key()).matches("[0-9a-f]{12}");
    assertThat(contents.key()).isNotEqualTo(BagContents.of(Map.of(APP, 10L)).key());
    assertThat(contents.bytes()).isEqualTo(40);
    assertThat(BagContents.of(Map.of())).isEqualTo(BagContents.NONE);
  }

  @Test
  void theShareAtHandIsInBytes() {
    BagContents contents = BagContents.of(Map.of(APP, 10L, INPUT, 30L));
    assertThat(contents.stepAtHand(each -> false)).isZero();
    assertThat(contents.stepAtHand(each -> each == APP.prefix())).isEqualTo(1);
    assertThat(contents.stepAtHand(Set.of(INPUT.prefix())::contains)).isEqualTo(3);
    assertThat(contents.stepAtHand(each -> true)).isEqualTo(BagContents.STEPS);
    assertThat(BagContents.NONE.stepAtHand(each -> false)).isEqualTo(BagContents.STEPS);
    BagContents skewed = BagContents.of(Map.of(APP, 1L, INPUT, 100L));
    assertThat(skewed.stepAtHand(each -> each == INPUT.prefix())).isEqualTo(BagContents.STEPS);
  }
}
