package io.gridbourse.domain.schedule.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankingTableTest {
  private static final Criteria CRITERIA =
      Criteria.of(
          new Criterion("time", 0.6, Criterion.Direction.MIN, Preference.USUAL),
          new Criterion("price", 0.4, Criterion.Direction.MAX, Preference.USUAL));

  /** Values by a seed; the bag class with the host's number is not eligible. */
  private record Random(long seed, int bagClasses, int hostClasses) implements Measures {
    @Override
    public boolean eligible(int bagClass, int hostClass) {
      return bagClass != hostClass;
    }

    @Override
    public double value(int criterion, int bagClass, int hostClass) {
      return new SplittableRandom(seed + 31L * criterion + 1009L * bagClass + 7L * hostClass)
          .nextInt(100);
    }
  }

  @Test
  void aRowIsTheRankingOfWhatIsEligible() {
    Measures measures = new Random(3, 12, 5);
    RankingTable table = RankingTable.compute(1, CRITERIA, measures);
    for (int host = 0; host < 5; host++) {
      int[] row = table.row(host);
      assertThat(row).hasSize(11).doesNotContain(host).doesNotHaveDuplicates();
      double[][] values = new double[11][2];
      int at = 0;
      for (int bag = 0; bag < 12; bag++) {
        if (bag != host) {
          values[at][0] = measures.value(0, bag, host);
          values[at++][1] = measures.value(1, bag, host);
        }
      }
      int first = Promethee.naive(CRITERIA, values).order()[0];
      assertThat(row[0]).isEqualTo(first < host ? first : first + 1);
      assertThat(table.best(host)).hasValue(row[0]);
    }
  }

  @Test
  void whatIsEmptyIsPassedOverUntilItIsRefilled() {
    RankingTable table = RankingTable.compute(1, CRITERIA, new Random(4, 6, 2));
    int[] row = table.row(1);
    for (int i = 0; i < row.length; i++) {
      assertThat(table.best(1)).hasValue(row[i]);
      table.emptied(row[i]);
    }
    assertThat(table.best(1)).isEmpty();
    table.refilled(row[2]);
    assertThat(table.best(1)).hasValue(row[2]);
    table.refilled(row[0]);
    assertThat(table.best(1)).hasValue(row[0]);
  }

  @Test
  void higherLevelsComeFirstWhateverTheFlowsSay() {
    Measures plain = new Random(5, 30, 4);
    Measures levelled =
        new Measures() {
          @Override
          public int bagClasses() {
            return 30;
          }

          @Override
          public int hostClasses() {
            return 4;
          }

          @Override
          public boolean eligible(int bagClass, int hostClass) {
            return plain.eligible(bagClass, hostClass);
          }

          @Override
          public int level(int bagClass, int hostClass) {
            return bagClass % 3 - 1;
          }

          @Override
          public double value(int criterion, int bagClass, int hostClass) {
            return plain.value(criterion, bagClass, hostClass);
          }
        };
    RankingTable without = RankingTable.compute(1, CRITERIA, plain);
    RankingTable with = RankingTable.compute(1, CRITERIA, levelled);
    for (int host = 0; host < 4; host++) {
      List<Integer> expected =
          Arrays.stream(without.row(host))
              .boxed()
              .sorted(Comparator.comparingInt(bag -> -(bag % 3 - 1)))
              .toList();
      assertThat(with.row(host)).containsExactly(expected.stream().mapToInt(i -> i).toArray());
    }
  }

  @Test
  void theNextPlacePassesOverWhatIsEmpty() {
    RankingTable table = RankingTable.compute(1, CRITERIA, new Random(4, 6, 2));
    table.emptied(table.at(1, 0));
    table.emptied(table.at(1, 2));
    assertThat(table.first(1)).isEqualTo(1);
    assertThat(table.after(1, 1)).isEqualTo(3);
    assertThat(table.after(1, 4)).isEqualTo(RankingTable.NONE);
  }

  @Test
  void aHostThatMayRunNothingGetsNothing() {
    RankingTable table = RankingTable.compute(1, CRITERIA, new Random(4, 1, 1));
    assertThat(table.best(0)).isEmpty();
  }

  @Test
  void onlyChangedHostClassesAreRankedAnew() {
    RankingTable before = RankingTable.compute(7, CRITERIA, new Random(4, 20, 3));
    Measures changed = new Random(99, 20, 4);
    BitSet which = new BitSet();
    which.set(1);
    RankingTable after = before.next(CRITERIA, changed, which);
    RankingTable whole = RankingTable.compute(8, CRITERIA, changed);
    assertThat(after.epoch()).isEqualTo(8);
    assertThat(after.row(0)).isEqualTo(before.row(0));
    assertThat(after.row(1)).isEqualTo(whole.row(1));
    assertThat(after.row(2)).isEqualTo(before.row(2));
    assertThat(after.row(3)).isEqualTo(whole.row(3));
  }

  @Test
  void theSameMeasuresGiveTheSameTable() {
    for (int host : List.of(0, 1, 2)) {
      assertThat(RankingTable.compute(1, CRITERIA, new Random(8, 50, 3)).row(host))
          .isEqualTo(RankingTable.compute(1, CRITERIA, new Random(8, 50, 3)).row(host));
    }
  }
}
