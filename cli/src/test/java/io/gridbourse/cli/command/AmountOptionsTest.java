package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are no amounts, in every option that takes one: nothing is sent. */
final class AmountOptionsTest {
  private static final List<String> NEVER =
      List.of(
          "-1",
          "NaN",
          "1e999999999",
          "0.5",
          "0x10",
          "",
          BigInteger.TWO.pow(256).toString(),
          "9".repeat(1_000_000));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app put noop noop.wasm --price",
        "market preview --app noop --volume 1 --category XS --max-price",
        "market fill --app noop --volume 1 --category XS --max-price",
        "market sell --pool 0x1 --volume 1 --category XS --min-price"
      })
  void onlyAmountsAreTaken(String line) {
    FakeServer server = new FakeServer();
    try {
      for (String value : NEVER) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.add(value);
        Shell.Ended ended =
            new Shell()
                .with("GRIDBOURSE_SERVER", server.url())
                .with("GRIDBOURSE_TOKEN", "gb_pat_test")
                .run(words.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err())
            .contains(words.get(words.size() - 2), "an amount must be", "remedy")
            .doesNotContain("Exception");
      }
      assertThat(server.requests()).isEmpty();
    } finally {
      server.close();
    }
  }
}
