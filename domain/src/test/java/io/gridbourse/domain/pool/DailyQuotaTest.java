package io.gridbourse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DailyQuotaTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

  private static DailyQuota failing(DailyQuota quota) {
    DailyQuota now = quota;
    while (now.admits(0)) {
      now = now.afterFailure();
    }
    return now;
  }

  @Test
  void aHostThatOnlyFailsIsDownToOneLeaseADay() {
    DailyQuota quota = DailyQuota.initial(100, TODAY);
    int[] failures = new int[12];
    for (int day = 0; day < failures.length; day++) {
      quota = failing(quota.on(TODAY.plusDays(day)));
      failures[day] = quota.failed();
    }
    assertThat(failures).startsWith(50, 25, 13, 6, 3).endsWith(1, 1, 1);
    assertThat(quota.left()).isZero();
  }

  @Test
  void whoFailsNowAndThenIsNotStopped() {
    DailyQuota quota = DailyQuota.initial(100, TODAY);
    for (int lease = 0; lease < 5_000; lease++) {
      assertThat(quota.admits(64)).isTrue();
      quota = lease % 200 == 0 ? quota.afterFailure() : quota.afterAnswer();
    }
    assertThat(quota.failed()).isEqualTo(25);
    assertThat(quota.on(TODAY.plusDays(1)).left()).isEqualTo(100);
    assertThat(quota.on(TODAY.minusDays(1))).isEqualTo(quota);
  }

  @Test
  void anAnsweredLeaseDoublesWhatIsLeftOfTheQuota() {
    DailyQuota stopped = failing(DailyQuota.initial(8, TODAY));
    DailyQuota next = stopped.on(TODAY.plusDays(1));
    assertThat(next.quota().now()).isEqualTo(4);
    assertThat(next.admits(3)).isTrue();
    assertThat(next.admits(4)).as("each of four may fail").isFalse();
    assertThat(next.afterAnswer().admits(1_000)).isTrue();
  }

  @Test
  void wrongResultsCountAgainstTheDayAndTakeWhatValidOnesEarned() {
    DailyQuota quota = DailyQuota.initial(4, TODAY).afterJudgement(6, 2);
    assertThat(quota.quota().now()).isEqualTo(8);
    assertThat(quota.left()).isEqualTo(6);
    assertThat(quota.afterJudgement(0, 9).left()).isZero();
    assertThat(quota.afterJudgement(0, 9).quota().now()).isEqualTo(4);
    assertThat(quota.afterJudgement(-6, 0))
        .isEqualTo(new DailyQuota(new HostQuota(4, 4), TODAY, 2));
    assertThat(quota.afterJudgement(Long.MAX_VALUE, 0).quota().now()).isEqualTo(Integer.MAX_VALUE);
    assertThat(quota.afterJudgement(0, Long.MAX_VALUE).failed()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void moreProcessorsRaiseAWholeQuotaAndLeaveABrokenOne() {
    DailyQuota whole = DailyQuota.initial(100, TODAY);
    assertThat(whole.of(400).left()).isEqualTo(400);
    assertThat(whole.afterFailure().of(400).quota()).isEqualTo(new HostQuota(400, 99));
    assertThatThrownBy(() -> new DailyQuota(whole.quota(), TODAY, -1)).hasMessageContaining("-1");
  }
}
