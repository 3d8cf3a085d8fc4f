package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
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
  void serviceConvergesToTheShares() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Turns<Integer> many = new Turns<>();
      double[] shares = new double[random.nextInt(2, 8)];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = random.nextInt(1, 20);
        many.join(i, shares[i]);
      }
      double[] served = new double[shares.length];
      for (int round = 0; round < 20_000; round++) {
        int next = many.order().get(0);
        double amount = random.nextDouble(0.1, 2);
        many.serve(next, amount);
        served[next] += amount;
      }
      for (int i = 1; i < shares.length; i++) {
        // Nobody is further ahead than one service for its share.
        assertThat(Math.abs(served[i] / shares[i] - served[0] / shares[0]))
            .as("seed %d", seed)
            .isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void whoComesBackFindsItsAccountAsItWas() {
    turns.join("a");
    turns.join("b");
    turns.serve("a", 100);
    turns.leave("a");
    turns.serve("b", 10);
    turns.join("a");
    assertThat(turns.ahead("a")).isEqualTo(90);
    assertThat(turns.order()).containsExactly("b", "a");
  }

  @Test
  void whenAllHadLeftNobodyHasAnythingToCatchUpWith() {
    turns.join("a");
    turns.join("b");
    turns.serve("a", 100);
    turns.leave("a");
    turns.leave("b");
    turns.join("b");
    turns.join("a");
    assertThat(turns.ahead("a")).isZero();
    assertThat(turns.ahead("b")).isZero();
  }

  @Test
  void aShareIsAboveZero() {
    assertThatThrownBy(() -> turns.join("a", 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> turns.join("a", Double.NaN)).hasMessageContaining("above 0");
  }

  @Test
  void whoHasLeftIsNotServed() {
    turns.join("a");
    turns.leave("a");
    turns.serve("a", 1);
    assertThat(turns.order()).isEmpty();
  }
}
