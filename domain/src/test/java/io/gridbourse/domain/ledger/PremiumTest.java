package io.gridbourse.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.ledger.Premium.Perils;
import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PremiumTest {
  private static final NanoRlc COVER = NanoRlc.of(1_000_000);

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void aPoolWithoutAHistoryIsPricedByThePrior() {
    LossRate rate = LossRate.after(Experience.NONE, Experience.NONE);
    assertThat(rate.mean()).isCloseTo(0.02, within(1e-12));
    // sqrt(1 · 49 / (50² · 51)) = 0.019604
    assertThat(rate.deviation()).isCloseTo(0.019604, within(1e-6));
    Perils perils = new Perils(rate, rate, rate);
    // 1.2 · 3 · 0.0396039 = 0.1425741
    assertThat(Premium.rate(perils)).isCloseTo(0.142574, within(1e-6));
    assertThat(Premium.of(COVER, 10, perils)).isEqualTo(NanoRlc.of(1_425_742));
  }

  @Test
  void theCountsOfAPoolAndOfAPairAreAddedToTheirPriors() {
    LossRate rate = LossRate.after(new Experience(9, 950), new Experience(5, 50));
    // The pool: (1 + 9) of (50 + 950) is 1 %, which weighs 50 tasks; then 5 of 50 more.
    assertThat(rate.mean()).isCloseTo((0.5 + 5) / 100, within(1e-12));
  }

  @Test
  void aLongHistoryCountsInProportion() {
    assertThat(LossRate.after(Experience.NONE, new Experience(20_000, 1_000_000)))
        .isEqualTo(LossRate.after(Experience.NONE, new Experience(20, 1_000)));
  }

  @Test
  void whatMostlyFailsIsNotInsured() {
    LossRate bad = LossRate.after(Experience.NONE, new Experience(40, 50));
    LossRate fine = LossRate.after(Experience.NONE, Experience.NONE);
    Perils perils = new Perils(bad, fine, fine);
    assertThat(Premium.isInsurable(perils)).isFalse();
    assertThatThrownBy(() -> Premium.of(COVER, 1, perils)).hasMessageContaining("too high");
    assertThatThrownBy(() -> new Experience(2, 1)).hasMessageContaining("2 of 1");
    assertThatThrownBy(() -> Premium.of(NanoRlc.ZERO, 1, new Perils(fine, fine, fine)))
        .hasMessageContaining("nothing is covered");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneMoreLossRaisesAPremiumAndOneMoreSuccessLowersIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long all = random.nextLong(0, 900);
    long bad = random.nextLong(0, all / 8 + 1);
    Experience pool = new Experience(random.nextLong(0, 30), random.nextLong(30, 990));
    double rate = rate(LossRate.after(pool, new Experience(bad, all)));
    assertThat(rate(LossRate.after(pool, new Experience(bad + 1, all + 1)))).isGreaterThan(rate);
    assertThat(rate(LossRate.after(pool, new Experience(bad, all + 1)))).isLessThan(rate);
    Experience worse = new Experience(pool.bad() + 1, pool.all() + 1);
    assertThat(rate(LossRate.after(worse, new Experience(bad, all)))).isGreaterThan(rate);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPremiumIsMoreThanTheExpectedLossAndLessThanTheCover(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    NanoRlc cover =
        new NanoRlc(BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE)).pow(1 + (int) seed % 3));
    long tasks = random.nextLong(1, 10_000_000);
    LossRate rate = LossRate.after(Experience.NONE, new Experience(random.nextLong(0, 5), 100));
    Perils perils = new Perils(rate, rate, rate);
    NanoRlc premium = Premium.of(cover, tasks, perils);
    double whole = cover.times(tasks).units().doubleValue();
    assertThat(premium.units().doubleValue()).isGreaterThanOrEqualTo(whole * 3 * rate.mean());
    assertThat(premium).isLessThan(cover.times(tasks).plus(NanoRlc.of(1)));
    assertThat(premium.isZero()).isFalse();
  }

  /** Pools of every honesty that the prior allows: over all of them the insurers earn. */
  @Test
  void insurersEarnOnPoolsDrawnFromThePrior() {
    SplittableRandom random = new SplittableRandom(20_260_801);
    double premiums = 0;
    double losses = 0;
    for (int pool = 0; pool < 4_000; pool++) {
      double honesty = fromThePrior(random);
      long seen = random.nextLong(0, 300);
      Experience pair = new Experience(binomial(random, seen, honesty), seen);
      LossRate rate = LossRate.after(Experience.NONE, pair);
      if (rate(rate) <= Premium.RATE_MAX) {
        premiums += rate(rate) * 100;
        losses += binomial(random, 100, honesty);
      }
    }
    assertThat(premiums).isGreaterThan(losses * 1.1);
    assertThat(premiums).isLessThan(losses * 3);
  }

  private static double rate(LossRate one) {
    return (1 + Premium.MARGIN) * (one.mean() + Premium.CAUTION * one.deviation());
  }

  /** Beta(1, 49): its distribution function is 1 - (1 - x)^49. */
  private static double fromThePrior(SplittableRandom random) {
    return 1 - Math.pow(1 - random.nextDouble(), 1.0 / 49);
  }

  private static long binomial(SplittableRandom random, long tasks, double probability) {
    long hits = 0;
    for (long i = 0; i < tasks; i++) {
      hits += random.nextDouble() < probability ? 1 : 0;
    }
    return hits;
  }
}
