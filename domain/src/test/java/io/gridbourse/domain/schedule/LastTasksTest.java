package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastTasksTest {
  @Test
  void theLastTasksAreKeptForAHostThatStays() {
    assertThat(new LastTasks(3, 4, 10, 600).passOver(0.1, 0.9)).isTrue();
    assertThat(new LastTasks(3, 4, 10, 600).passOver(0.5, 0.9)).as("it rather stays").isFalse();
    assertThat(new LastTasks(3, 4, 10, 600).passOver(0.1, 0.4)).as("nobody stays").isFalse();
    assertThat(new LastTasks(5, 4, 10, 600).passOver(0.1, 0.9)).as("not the last").isFalse();
    assertThat(new LastTasks(3, 4, 600, 600).passOver(0.1, 0.9)).as("for long enough").isFalse();
  }
}
