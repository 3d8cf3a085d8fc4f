package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkStealingTest {
  @Test
  void halfOfTheLongestQueueIsTaken() {
    assertThat(WorkStealing.plan(new long[] {10, 101, 101}, 8))
        .contains(new WorkStealing.Haul(1, 50));
  }

  @Test
  void whatIsBelowTwoBatchesIsLeft() {
    assertThat(WorkStealing.plan(new long[] {15, 3}, 8)).isEmpty();
    assertThat(WorkStealing.plan(new long[] {16, 3}, 8)).contains(new WorkStealing.Haul(0, 8));
    assertThat(WorkStealing.plan(new long[0], 8)).isEmpty();
  }
}
