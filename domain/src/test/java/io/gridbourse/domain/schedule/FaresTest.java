package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FaresTest {
  private final Fares fares = new Fares();

  @Test
  void whoPaysMoreForASecondIsChargedMore() {
    double dear = 0;
    double cheap = 0;
    for (int i = 0; i < 5_000; i++) {
      dear = fares.charge(1_000, 300);
      cheap = fares.charge(1_000, 100);
    }
    assertThat(dear / cheap).isCloseTo(3, within(0.01));
    assertThat(dear + cheap)
        .as("the mean second costs what it takes")
        .isCloseTo(2_000, within(2.0));
  }

  @Test
  void whatPaysNothingOrNobodyKnowsIsChargedItsTime() {
    assertThat(fares.charge(1_000, 0)).isEqualTo(1_000);
    assertThat(fares.charge(0, 70)).as("nothing is known yet").isZero();
    assertThat(fares.charge(500, 50)).isEqualTo(500);
    assertThat(fares.charge(0, 100)).as("its time is unknown, its price is not").isEqualTo(1_000);
    assertThat(fares.charge(700, 0)).isEqualTo(700);
  }
}
