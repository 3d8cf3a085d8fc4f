package io.gridbourse.domain.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0.19999999999999996, 0.2",
    "0.30000000000000004, 0.3",
    "0.0022222222222222223, 0.00222",
    "0.99987, 0.99987",
    "0.9999877777, 0.9999878",
    "0.8, 0.8",
    "0.6666666666666666, 0.667",
    "0, 0",
    "1, 1",
    "0.05, 0.05"
  })
  void aShareHasThreeDigitsOfItOrOfWhatIsMissing(double value, String text) {
    assertThat(Figures.share(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.19999999999999996, 0.2",
    "0.30000000000000004, 0.3",
    "0.0022222222222222223, 0.00223",
    "0.9999, 1",
    "0, 0",
    "1.2345e-20, 1.24E-20"
  })
  void aBoundIsRoundedUp(double value, String text) {
    assertThat(Figures.atMost(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "4.000000000000001, 4",
    "1234.5678, 1230",
    "0.25, 0.25",
    "1e150, 1E+150",
    "123456789, 123000000"
  })
  void aNumberIsPlainWhileItIsShort(double value, String text) {
    assertThat(Figures.number(value)).isEqualTo(text);
  }

  @Test
  void whatIsWrittenIsNearAndABoundIsNotBelow() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double value = Math.pow(random.nextDouble(), 1 + random.nextInt(9));
      double tolerance = 0.0051 * value;
      assertThat(Double.parseDouble(Figures.share(value)))
          .as("%s", value)
          .isBetween(value - tolerance, value + tolerance);
      assertThat(new BigDecimal(Figures.atMost(value)).doubleValue())
          .as("%s", value)
          .isBetween(value * (1 - 1e-11), value + 2 * tolerance);
    }
  }
}
