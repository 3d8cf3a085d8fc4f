package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.NanoRlc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayoutsTest {
  private static final NanoRlc PRICE = NanoRlc.of(1_000_000_000);

  @ParameterizedTest
  @CsvSource({"2,795000000", "3,630000000", "4,547500000", "5,498000000"})
  void eachOfTheGoodWorkersGetsItsShareAndItsStakeBack(int good, long movement) {
    Payouts.Split split = Payouts.split(PRICE, NanoRlc.ZERO, 1, Collections.nCopies(good, 2L));
    NanoRlc stake = PRICE.percentFloor(30);
    assertThat(split.workers())
        .hasSize(good)
        .allMatch(share -> share.plus(stake).equals(NanoRlc.of(movement)));
    assertThat(split.scheduler().plus(stake)).isEqualTo(NanoRlc.of(310_000_000));
  }

  @Test
  void theStakeOfALoserIsSharedToo() {
    Payouts.Split split = Payouts.split(PRICE, PRICE.percentFloor(30), 1, List.of(2L, 2L, 2L, 2L));
    assertThat(split.workers()).containsOnly(NanoRlc.of(321_750_000));
    assertThat(split.scheduler()).isEqualTo(NanoRlc.of(13_000_000));
  }

  @Test
  void sharesFollowTheLogarithmOfTheWeight() {
    Payouts.Split split = Payouts.split(NanoRlc.of(700), NanoRlc.ZERO, 0, List.of(2L, 99L));
    assertThat(split.workers()).containsExactly(NanoRlc.of(100), NanoRlc.of(600));
  }

  @Test
  void payoutsConserveMoney() {
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      NanoRlc price = NanoRlc.of(random.nextLong(0, 1L << 50));
      NanoRlc losses = NanoRlc.of(random.nextLong(0, 1L << 50));
      List<Long> weights = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        weights.add(random.nextLong(2, 10_000));
      }
      Payouts.Split split = Payouts.split(price, losses, random.nextInt(0, 101), weights);
      assertThat(split.total()).as("seed %d", seed).isEqualTo(price.plus(losses));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "300000000,1,300000000",
    "2000000000,1,1000000000",
    "20000000000,1,2000000000",
    "0,5,0",
    "20000000000,2,3800000000",
    "2000000000,5,2000000000",
    "20000000000,0,0"
  })
  void aSuccessReleasesATenthOfTheKittyWithinBounds(long kitty, long successes, long released) {
    assertThat(Payouts.releasedFromKitty(NanoRlc.of(kitty), successes))
        .isEqualTo(NanoRlc.of(released));
  }

  @Test
  void manySuccessesReleaseWhatTheyReleaseOneByOne() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      NanoRlc kitty = NanoRlc.of(random.nextLong(0, 1L << 45));
      int successes = random.nextInt(0, 60);
      NanoRlc left = kitty;
      for (int i = 0; i < successes; i++) {
        left = left.minus(Payouts.releasedFromKitty(left, 1));
      }
      assertThat(Payouts.releasedFromKitty(kitty, successes))
          .as("seed %d", seed)
          .isEqualTo(kitty.minus(left));
    }
  }

  @Test
  void aScoreOfNinetyDecaysByThirds() {
    List<Long> scores = new ArrayList<>();
    for (long score = 90; scores.size() < 5; ) {
      score = Scores.after(score, 0, 1);
      scores.add(score);
    }
    assertThat(scores).containsExactly(60L, 40L, 26L, 17L, 11L);
  }

  @Test
  void gainsCountBeforeLosses() {
    assertThat(Scores.after(0, 3, 1)).isEqualTo(2);
    assertThat(Scores.after(5, 0, 1_000_000_000)).isZero();
  }
}
