package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(Duration.ofSeconds(2));

  @Test
  void theFirstLeaseIsAProbeOfOneTask() {
    assertThat(pace.leaseTasks(1_000_000, 4)).isEqualTo(1);
  }

  @Test
  void sizesDoubleUntilALeaseTakesTheTargetTime() {
    int size = 1;
    for (int i = 0; i < 20; i++) {
      pace.observe(size, size * 10.0);
      int next = pace.leaseTasks(1_000_000, 4);
      assertThat(next).isEqualTo(Math.min(2 * size, 200));
      size = next;
    }
  }

  @Test
  void quickTasksFillALeaseUpToTheLimitOfAMessage() {
    pace.observe(1 << 14, 1);
    assertThat(pace.leaseTasks(1_000_000, 4)).isEqualTo(Pace.LEASE_TASKS_MAX);
  }

  @Test
  void leasesShrinkToOneTaskTowardsTheEnd() {
    pace.observe(10_000, 10);
    assertThat(pace.leaseTasks(800, 4)).isEqualTo(100);
    assertThat(pace.leaseTasks(7, 4)).isEqualTo(1);
    assertThat(pace.leaseTasks(0, 4)).isEqualTo(1);
  }

  @Test
  void slowTasksAreLeasedOneByOne() {
    pace.observe(1, 60_000);
    assertThat(pace.leaseTasks(1_000_000, 4)).isEqualTo(1);
    assertThat(pace.taskTime()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aHostThatLeavesSoonGetsShortLeases() {
    pace.observe(10_000, 100_000);
    assertThat(pace.leaseTasks(1_000_000, 4, Duration.ofHours(1))).isEqualTo(200);
    assertThat(pace.leaseTasks(1_000_000, 4, Duration.ofMillis(300))).isEqualTo(30);
    assertThat(pace.leaseTasks(1_000_000, 4, Duration.ofMillis(3))).isEqualTo(1);
  }

  @Test
  void nonsenseIsNotObserved() {
    pace.observe(0, 5);
    pace.observe(1, Double.NaN);
    pace.observe(1, -1);
    pace.observe(1, Double.POSITIVE_INFINITY);
    assertThat(pace.isKnown()).isFalse();
  }
}
