package io.gridbourse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.examples.Guest.Outcome;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vanity application as a worker runs it. */
class VanityTest {
  private static final Guest VANITY = Guest.load("/examples/vanity.wasm");

  private static Outcome search(String seed, long index, long keys, String pattern) {
    return VANITY.run(
        "vanity",
        "--seed",
        seed,
        "--index",
        Long.toString(index),
        "--keys",
        Long.toString(keys),
        "--pattern",
        pattern);
  }

  private static BigInteger firstKey(String seed, long index, long keys) {
    BigInteger hash =
        new BigInteger(1, Bitcoin.sha256(seed.getBytes(StandardCharsets.UTF_8)))
            .mod(Bitcoin.ORDER.subtract(BigInteger.ONE.shiftLeft(64)));
    return hash.add(BigInteger.valueOf(index).multiply(BigInteger.valueOf(keys)))
        .add(BigInteger.ONE);
  }

  @Test
  void everyKeyOfTheRangeIsListedInOrderWhenEveryAddressMatches() {
    Outcome outcome = search("ünïcode seed", 7, 1100, "1");
    VanityArithmetic vanity = new VanityArithmetic();
    List<String> expected = new ArrayList<>();
    BigInteger key = firstKey("ünïcode seed", 7, 1100);
    for (int i = 0; i < 1100; i++) {
      expected.add(vanity.address(key, true) + " " + vanity.wif(key, true));
      key = key.add(BigInteger.ONE);
    }
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.stdout().lines()).containsExactlyElementsOf(expected);
    assertThat(outcome.stdout()).endsWith("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1L", "1A", "1z", "1Q", "1R", "11", "1Lo", "112"})
  void aPatternFindsExactlyTheAddressesThatBeginWithIt(String pattern) {
    List<String> all = search("patterns", 3, 20_000, "1").stdout().lines().toList();
    assertThat(all).hasSize(20_000);
    List<String> matching = all.stream().filter(line -> line.startsWith(pattern)).toList();
    assertThat(search("patterns", 3, 20_000, pattern).stdout().lines())
        .containsExactlyElementsOf(matching);
  }

  @Test
  void uncompressedKeysAreSearchedOnRequest() {
    Outcome outcome =
        VANITY.run(
            "vanity",
            "--pattern",
            "1",
            "--compressed",
            "false",
            "--keys",
            "30",
            "--index",
            "0",
            "--seed",
            "s");
    VanityArithmetic vanity = new VanityArithmetic();
    BigInteger first = firstKey("s", 0, 30);
    assertThat(outcome.stdout().lines().findFirst())
        .contains(vanity.address(first, false) + " " + vanity.wif(first, false));
    assertThat(outcome.stdout().lines()).hasSize(30);
  }

  @Test
  void neighbouringTasksMakeUpOneRange() {
    String whole = search("tiles", 0, 4000, "1").stdout();
    StringBuilder parts = new StringBuilder();
    for (int index = 0; index < 8; index++) {
      parts.append(search("tiles", index, 500, "1").stdout());
    }
    assertThat(parts).hasToString(whole);
  }

  @Test
  void theLargestIndexAndCountAreTaken() {
    Outcome outcome = search("far", 2147483647L, 300, "1");
    VanityArithmetic vanity = new VanityArithmetic();
    assertThat(outcome.stdout())
        .startsWith(vanity.address(firstKey("far", 2147483647L, 300), true) + " ");
  }

  @Test
  void nothingFoundIsAnEmptyResult() {
    assertThat(search("s", 0, 100, "1Gridbourse")).isEqualTo(new Outcome(0, "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "--seed s --index 0 --keys 1,--pattern is missing",
    "--index 0 --keys 1 --pattern 1,--seed is missing",
    "--seed s --keys 1 --pattern 1,--index is missing",
    "--seed s --index 0 --pattern 1,--keys is missing",
    "--seed s --index -1 --keys 1 --pattern 1,--index:",
    "--seed s --index 2147483648 --keys 1 --pattern 1,--index:",
    "--seed s --index x --keys 1 --pattern 1,--index:",
    "--seed s --index 0 --keys 0 --pattern 1,--keys:",
    "--seed s --index 0 --keys 4294967296 --pattern 1,--keys:",
    "--seed s --index 0 --keys 1 --pattern 1l,--pattern: only characters of Base58",
    "--seed s --index 0 --keys 1 --pattern LoV,--pattern: must begin with 1",
    "--seed s --index 0 --keys 1 --pattern 1zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz,--pattern: no address",
    "--seed s --index 0 --keys 1 --pattern 1 --compressed maybe,--compressed:",
    "--seed s --index 0 --keys 1 --pattern,the last option has no value",
    "--seed s --index 0 --keys 1 --pattern 1 --speed 9,an option is unknown"
  })
  void aBadCommandLineIsRefusedWithItsReason(String line, String reason) {
    Outcome outcome = VANITY.run(("vanity " + line).split(" "));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).startsWith(reason).contains("usage: vanity --seed");
  }

  @Test
  void anEmptyOrEndlessSeedIsRefused() {
    for (String seed : List.of("", "x".repeat(1025))) {
      assertThat(search(seed, 0, 1, "1").stderr()).startsWith("--seed: 1 to 1024 bytes");
    }
    assertThat(search("x".repeat(1024), 0, 1, "1").exitCode()).isZero();
  }
}
