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

  @Test
  void manyResultsCountAsOneAfterTheOther() {
    for (int now = 1; now < 20; now++) {
      HostQuota one = new HostQuota(8, now);
      HostQuota valid = one;
      HostQuota invalid = one;
      for (int results = 0; results < 25; results++) {
        assertThat(one.valid(results)).isEqualTo(valid);
        assertThat(one.invalid(results)).isEqualTo(invalid);
        valid = valid.valid();
        invalid = invalid.invalid();
      }
    }
    assertThat(new HostQuota(2, 5).valid(Long.MAX_VALUE).now()).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> HostQuota.initial(3).valid(-1)).hasMessageContaining("-1");
  }
}
