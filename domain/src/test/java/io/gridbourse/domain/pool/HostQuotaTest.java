package io.gridbourse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostQuotaTest {
  @Test
  void errorsCountDownAndASuccessDoublesBack() {
    HostQuota quota = HostQuota.initial(8);
    quota = quota.failed();
    assertThat(quota.now()).isEqualTo(7);
    quota = quota.failed();
    assertThat(quota.now()).isEqualTo(6);
    assertThat(quota.returned().now()).isEqualTo(8);
  }

  @Test
  void aHostThatOnlyFailsKeepsOneTaskADay() {
    HostQuota quota = HostQuota.initial(8);
    for (int i = 0; i < 20; i++) {
      quota = quota.failed();
    }
    assertThat(quota.now()).isEqualTo(1);
    assertThat(quota.returned().returned().now()).isEqualTo(4);
  }

  @Test
  void validResultsEarnMoreAndInvalidOnesTakeOnlyThatAway() {
    HostQuota quota = HostQuota.initial(2).valid().valid();
    assertThat(quota.now()).isEqualTo(4);
    assertThat(quota.invalid().now()).isEqualTo(3);
    assertThat(quota.invalid().invalid().invalid().now()).isEqualTo(2);
    assertThat(quota.failed().now()).isEqualTo(1);
    assertThat(quota.returned()).isEqualTo(quota);
  }

  @Test
  void aQuotaBelowOneIsRefused() {
    assertThatThrownBy(() -> HostQuota.initial(0)).hasMessageContaining("at least 1");
  }
}
