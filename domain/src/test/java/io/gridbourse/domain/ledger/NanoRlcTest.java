package io.gridbourse.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NanoRlcTest {
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sumsAndSharesAreExact(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    NanoRlc a = amount(random);
    NanoRlc b = amount(random);
    assertThat(a.plus(b).minus(b)).as("seed %d", seed).isEqualTo(a);
    assertThat(NanoRlc.parse(a.toString())).isEqualTo(a);
    long factor = random.nextLong(1, 1_000_000_000);
    assertThat(a.times(factor).units()).isEqualTo(a.units().multiply(BigInteger.valueOf(factor)));
    long percent = random.nextLong(101);
    NanoRlc share = a.percentFloor(percent);
    BigInteger hundredfold = share.units().multiply(BigInteger.valueOf(100));
    BigInteger exact = a.units().multiply(BigInteger.valueOf(percent));
    assertThat(hundredfold).isLessThanOrEqualTo(exact);
    assertThat(exact.subtract(hundredfold)).isLessThan(BigInteger.valueOf(100));
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(a.units().compareTo(b.units()));
  }

  @Test
  void amountsStayWithinTheLedgersWord() {
    NanoRlc max = new NanoRlc(MAX);
    assertThatThrownBy(() -> max.plus(NanoRlc.of(1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> max.times(2)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> NanoRlc.of(1).minus(NanoRlc.of(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(NanoRlc.parse(MAX.toString())).isEqualTo(max);
    assertThatThrownBy(() -> NanoRlc.parse(MAX.add(BigInteger.ONE).toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2^256 - 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "1e9", "0x10", "NaN", "1 RLC", "nRLC", "1 000"})
  void whatIsNoWholeAmountIsRefused(String text) {
    assertThatThrownBy(() -> NanoRlc.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMillionDigitsAreRefusedBeforeTheyAreRead() {
    assertThatThrownBy(() -> NanoRlc.parse("9".repeat(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("78");
  }

  private static NanoRlc amount(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(1, 28)];
    random.nextBytes(bytes);
    return new NanoRlc(new BigInteger(1, bytes));
  }
}
