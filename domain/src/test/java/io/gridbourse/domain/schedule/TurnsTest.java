package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns<String> turns = new Turns<>();

  @Test
  void whoWasServedLeastComesFirst() {
    turns.join("a");
    turns.join("b");
    turns.serve("a", 5);
    assertThat(turns.order()).containsExactly("b", "a");
    turns.serve("b", 9);
    assertThat(turns.order()).containsExactly("a", "b");
  }

  @Test
  void aNewcomerDoesNotCatchUp() {
    turns.join("a");
    turns.serve("a", 100);
    turns.join("b");
    turns.serve("b", 1);
    assertThat(turns.order()).containsExactly("a", "b");
  }

  @Test
  void whoHasLeftIsNotServed() {
    turns.join("a");
    turns.leave("a");
    turns.serve("a", 1);
    assertThat(turns.order()).isEmpty();
  }
}
