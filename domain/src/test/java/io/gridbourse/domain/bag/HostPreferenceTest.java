package io.gridbourse.domain.bag;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostPreferenceTest {
  @Test
  void weightsAreSharesOfOne() {
    assertThatThrownBy(() -> new HostPreference(0.5, 0.3, 0.1, 0.2))
        .hasMessageContaining("sum to 1");
    assertThatThrownBy(() -> new HostPreference(-0.1, 1, 0.1, 0)).hasMessageContaining("time");
    assertThatThrownBy(() -> new HostPreference(0, Double.NaN, 0.5, 0.5))
        .hasMessageContaining("cost");
    assertThatThrownBy(() -> new HostPreference(0, 0, Double.POSITIVE_INFINITY, 0))
        .hasMessageContaining("trust");
  }
}
