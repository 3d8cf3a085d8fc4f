package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.market.Trust;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PocoRuleTest {
  @ParameterizedTest
  @CsvSource({"0,2", "11,2", "12,3", "14,3", "15,4", "30,9", "90,29", "300,99"})
  void aScoreGivesAWeight(long score, long weight) {
    assertThat(PocoRule.weight(score)).isEqualTo(weight);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "2,1",
    "3,2",
    "4,2",
    "5,3",
    "8,3",
    "9,4",
    "100,7",
    "1000,10",
    "10000,14",
    "1000000,20"
  })
  void freshWorkersAreNeededByTwoToThePower(long trust, int workers) {
    assertThat(PocoRule.replicasNeeded(new Trust(trust), 2)).isEqualTo(workers);
  }

  @ParameterizedTest
  @CsvSource({"30,100,3", "90,100,2", "300,10000,3", "30,10,2", "90,50,2", "300,100,2"})
  void provenWorkersAreNeededLess(long score, long trust, int workers) {
    assertThat(PocoRule.replicasNeeded(new Trust(trust), PocoRule.weight(score)))
        .isEqualTo(workers);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,3", "3,8", "4,15", "5,24"})
  void soManyWorkersReachATrustOfTheirSquareLessOne(int workers, long trust) {
    BigInteger group = PocoRule.group(java.util.Collections.nCopies(workers, 2L));
    assertThat(group.compareTo(BigInteger.valueOf(workers))).isPositive();
    assertThat(PocoRule.hasConsensus(group, group.add(BigInteger.ONE), new Trust(trust)))
        .isEqualTo(group.compareTo(BigInteger.valueOf(trust - 1)) > 0);
  }

  @Test
  void oneLiarFirstIsOutvotedByTheFourthHonestWorkerAtTrustFour() {
    Trust trust = new Trust(4);
    Tally<String> tally = new Tally<>();
    tally.add("B", 2);
    assertStanding(tally, "B", 2, 3);
    assertThat(tally.accepted(trust, Set.of())).isEmpty();
    long[][] honest = {{2, 5}, {4, 7}, {8, 11}, {16, 19}};
    for (int i = 0; i < honest.length; i++) {
      tally.add("A", 2);
      assertStanding(tally, "A", honest[i][0], honest[i][1]);
      assertThat(tally.accepted(trust, Set.of()).isPresent()).isEqualTo(i == 3);
    }
  }

  @Test
  void scoresOfThirtyReachAHundredWithThree() {
    Tally<String> tally = new Tally<>();
    long[][] steps = {{9, 10}, {81, 82}, {729, 730}};
    for (int i = 0; i < steps.length; i++) {
      tally.add("A", 9);
      assertStanding(tally, "A", steps[i][0], steps[i][1]);
      assertThat(tally.accepted(new Trust(100), Set.of()).isPresent()).isEqualTo(i == 2);
    }
  }

  @Test
  void scoresOfNinetyReachAHundredWithTwo() {
    Tally<String> tally = new Tally<>();
    tally.add("A", 29);
    assertThat(tally.accepted(new Trust(100), Set.of())).isEmpty();
    tally.add("A", 29);
    assertStanding(tally, "A", 841, 842);
    assertThat(tally.accepted(new Trust(100), Set.of())).contains("A");
  }

  @ParameterizedTest
  @CsvSource({"4,0,true", "5,0,false", "5,1,true", "25,5,false"})
  void theSupplyRuleAsksForMoreAtTrustFive(long best, long others, boolean more) {
    assertThat(
            PocoRule.needsMore(
                BigInteger.valueOf(best), BigInteger.valueOf(best + others), new Trust(5)))
        .isEqualTo(more);
  }

  @Test
  void nothingIsNeverEnough() {
    assertThat(PocoRule.needsMore(BigInteger.ZERO, BigInteger.ZERO, Trust.NONE)).isTrue();
  }

  @Test
  void aRefusedAnswerDoesNotWinHoweverHeavy() {
    Tally<String> tally = new Tally<>();
    tally.add("B", 99);
    tally.add("A", 2);
    assertThat(tally.best(Set.of("B"))).contains("A");
    assertThat(tally.accepted(Trust.NONE, Set.of("B"))).contains("A");
  }

  @Test
  void oneMoreAgreeingVoteNeverUndoesAConsensus() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Trust trust = new Trust(random.nextLong(1, 1_000));
      Tally<Integer> tally = new Tally<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        tally.add(random.nextInt(3), random.nextLong(2, 100));
      }
      int answer = random.nextInt(3);
      boolean before = PocoRule.hasConsensus(tally.group(answer), tally.total(), trust);
      tally.add(answer, random.nextLong(2, 100));
      boolean after = PocoRule.hasConsensus(tally.group(answer), tally.total(), trust);
      assertThat(after || !before).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void theOrderOfVotesDoesNotMatter() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<long[]> votes =
          new java.util.ArrayList<>(
              random
                  .ints(8)
                  .mapToObj(each -> new long[] {Math.floorMod(each, 3), 2 + Math.floorMod(each, 7)})
                  .toList());
      Tally<Long> one = tally(votes);
      java.util.Collections.reverse(votes);
      Tally<Long> other = tally(votes);
      assertThat(other.total()).as("seed %d", seed).isEqualTo(one.total());
    }
  }

  private static Tally<Long> tally(List<long[]> votes) {
    Tally<Long> tally = new Tally<>();
    votes.forEach(vote -> tally.add(vote[0], vote[1]));
    return tally;
  }

  private static void assertStanding(Tally<String> tally, String answer, long group, long total) {
    assertThat(tally.group(answer)).isEqualTo(BigInteger.valueOf(group));
    assertThat(tally.total()).isEqualTo(BigInteger.valueOf(total));
  }
}
