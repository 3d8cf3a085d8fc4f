package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.NanoRlc;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts in BagSpecs: what none is refused by its field, however large it claims to be. */
class SpecAmountsTest {
  private static final BigInteger MAX = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "\"-1\"",
        "\"NaN\"",
        "\"1e999999999\"",
        "1e999999999",
        "-1e999999999",
        "1e-18",
        "0.5",
        "\"0.000000001\"",
        "\"\"",
        "{}",
        "[1]",
        "true",
        "\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936"
      })
  void whatIsNoAmountIsRefusedByItsField(String value) {
    for (String field : new String[] {"maxPrice", "budget"}) {
      SpecReading reading = read(field, value);
      assertThat(reading).as("%s: %s", field, value).isNotInstanceOf(SpecReading.Read.class);
      assertThat(reading.toString()).contains("spec.market." + field);
    }
  }

  @Test
  void theLargestAmountIsOne() {
    SpecReading reading = read("maxPrice", "\"" + MAX + "\"");
    assertThat(((SpecReading.Read) reading).spec().market().maxPrice()).isEqualTo(new NanoRlc(MAX));
  }

  private static SpecReading read(String field, String value) {
    String text =
        "{\"apiVersion\":\"gridbourse/v1\",\"kind\":\"Bag\",\"spec\":{\"app\":{\"ref\":\"noop\"},"
            + "\"params\":{\"task\":{\"range\":\"0-1\"}},\"market\":{\"category\":\"XS\",\""
            + field
            + "\":"
            + value
            + "}}}";
    return new BagSpecReader().read(text.getBytes(StandardCharsets.UTF_8));
  }
}
