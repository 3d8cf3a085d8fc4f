package io.gridbourse.domain.schedule.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.schedule.rank.Criterion.Direction;
import io.gridbourse.domain.schedule.rank.Preference.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheeTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final double[][] HOSTS = {{100, 10}, {200, 4}, {150, 6}, {400, 1}};

  private static Criterion usual(String name, double weight, Direction direction) {
    return new Criterion(name, weight, direction, Preference.USUAL);
  }

  private static Criteria fastOrCheap(double time, double price) {
    return Criteria.of(usual("time", time, Direction.MIN), usual("price", price, Direction.MIN));
  }

  private static double[] nets(Flows flows) {
    double[] nets = new double[flows.size()];
    for (int i = 0; i < nets.length; i++) {
      nets[i] = flows.net(i);
    }
    return nets;
  }

  @Test
  void thePublishedCaseOfThreeAlternatives() {
    Criteria criteria = Criteria.of(usual("a", 0.3, Direction.MIN), usual("b", 0.7, Direction.MAX));
    double[][] values = {{5.2, -3.5}, {4.3, -1.2}, {6.7, -2.0}};
    for (Flows flows :
        List.of(Promethee.naive(criteria, values), Promethee.flows(criteria, values))) {
      double[] plus = {0.15, 1, 0.35};
      double[] minus = {0.85, 0, 0.65};
      double[] net = {-0.7, 1, -0.3};
      for (int i = 0; i < 3; i++) {
        assertThat(flows.plus(i)).isCloseTo(plus[i], EXACT);
        assertThat(flows.minus(i)).isCloseTo(minus[i], EXACT);
        assertThat(flows.net(i)).isCloseTo(net[i], EXACT);
      }
      assertThat(flows.order()).containsExactly(1, 2, 0);
    }
  }

  @Test
  void whoWantsItFastGetsTheFastestHost() {
    Flows flows = Promethee.flows(fastOrCheap(1, 0), HOSTS);
    assertThat(nets(flows)).containsExactly(new double[] {1, -1.0 / 3, 1.0 / 3, -1}, EXACT);
    assertThat(flows.order()).containsExactly(0, 2, 1, 3);
  }

  @Test
  void whoWantsItCheapGetsTheCheapestHost() {
    Flows flows = Promethee.flows(fastOrCheap(0, 1), HOSTS);
    assertThat(nets(flows)).containsExactly(new double[] {-1, 1.0 / 3, -1.0 / 3, 1}, EXACT);
    assertThat(flows.order()).containsExactly(3, 1, 2, 0);
  }

  @Test
  void equalsAreOrderedByTheLowestId() {
    Flows flows = Promethee.flows(fastOrCheap(0.5, 0.5), HOSTS);
    assertThat(nets(flows)).containsExactly(new double[] {0, 0, 0, 0}, EXACT);
    Ranking ranking = Ranking.of(fastOrCheap(0.5, 0.5), List.of("10", "9", "2", "1"), HOSTS);
    assertThat(ranking.places()).extracting(Ranking.Place::id).containsExactly("1", "2", "9", "10");
    assertThat(ranking.sentence()).isEqualTo("1 and 2 are equal; the lower id goes first");
  }

  @ParameterizedTest
  @CsvSource({
    "USUAL,0,0,0,0.0001,1",
    "USUAL,0,0,0,0,0",
    "USUAL,0,0,0,-3,0",
    "U_SHAPE,2,0,0,2,0",
    "U_SHAPE,2,0,0,2.001,1",
    "V_SHAPE,0,4,0,1,0.25",
    "V_SHAPE,0,4,0,4,1",
    "V_SHAPE,0,0,0,0.001,1",
    "LEVEL,1,3,0,1,0",
    "LEVEL,1,3,0,3,0.5",
    "LEVEL,1,3,0,3.001,1",
    "LINEAR,5,20,0,5,0",
    "LINEAR,5,20,0,12.5,0.5",
    "LINEAR,5,20,0,21,1",
    "LINEAR,5,5,0,5,0",
    "LINEAR,5,5,0,5.001,1",
    "GAUSSIAN,0,0,2,2,0.3934693402873666",
    "GAUSSIAN,0,0,2,-2,0"
  })
  void aPreferenceFunctionHasItsForm(
      Shape shape, double q, double p, double s, double d, double degree) {
    assertThat(new Preference(shape, q, p, s).degree(d)).isCloseTo(degree, EXACT);
  }

  @Test
  void sortingGivesWhatComparingAllPairsGives() {
    for (long seed = 0; seed < 10_000; seed++) {
      Case random = Case.random(new SplittableRandom(seed));
      Flows naive = Promethee.naive(random.criteria, random.values);
      Flows fast = Promethee.flows(random.criteria, random.values);
      double sum = 0;
      for (int i = 0; i < naive.size(); i++) {
        assertThat(fast.plus(i)).as("seed %d", seed).isCloseTo(naive.plus(i), EXACT);
        assertThat(fast.minus(i)).as("seed %d", seed).isCloseTo(naive.minus(i), EXACT);
        assertThat(Math.abs(fast.net(i))).isLessThanOrEqualTo(1 + 1e-12);
        sum += fast.net(i);
      }
      assertThat(sum).as("seed %d", seed).isCloseTo(0, EXACT);
    }
  }

  @Test
  void largeValuesCloseTogetherLoseNothing() {
    SplittableRandom random = new SplittableRandom(5);
    Criteria criteria =
        Criteria.of(
            new Criterion("x", 1, Direction.MAX, new Preference(Shape.LINEAR, 0.001, 0.01, 0)));
    double[][] values = new double[600][1];
    for (double[] value : values) {
      value[0] = 1e9 + random.nextInt(200) / 8192.0;
    }
    Flows naive = Promethee.naive(criteria, values);
    Flows fast = Promethee.flows(criteria, values);
    for (int i = 0; i < values.length; i++) {
      assertThat(fast.net(i)).isCloseTo(naive.net(i), EXACT);
    }
  }

  @Test
  void theOrderOfTheAlternativesDoesNotMatter() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Case each = Case.random(random);
      int n = each.values.length;
      int[] permutation = new int[n];
      for (int i = 0; i < n; i++) {
        int at = random.nextInt(i + 1);
        permutation[i] = permutation[at];
        permutation[at] = i;
      }
      double[][] permuted = new double[n][];
      for (int i = 0; i < n; i++) {
        permuted[i] = each.values[permutation[i]];
      }
      double[] before = nets(Promethee.flows(each.criteria, each.values));
      double[] after = nets(Promethee.flows(each.criteria, permuted));
      for (int i = 0; i < n; i++) {
        assertThat(after[i]).as("seed %d", seed).isCloseTo(before[permutation[i]], EXACT);
      }
    }
  }

  @Test
  void whoIsNowhereWorseDoesNotRankLower() {
    for (long seed = 0; seed < 500; seed++) {
      Case each = Case.random(new SplittableRandom(seed));
      double[] nets = nets(Promethee.flows(each.criteria, each.values));
      for (int a = 0; a < nets.length; a++) {
        for (int b = 0; b < nets.length; b++) {
          if (each.dominates(a, b)) {
            assertThat(nets[a]).as("seed %d", seed).isGreaterThanOrEqualTo(nets[b] - 1e-12);
          }
        }
      }
    }
  }

  @Test
  void contributionsExplainTheWholeNetFlow() {
    Ranking ranking = Ranking.of(fastOrCheap(0.75, 0.25), List.of("H1", "H2", "H3", "H4"), HOSTS);
    for (Ranking.Place place : ranking.places()) {
      assertThat(place.shares().stream().mapToDouble(Ranking.Share::contribution).sum())
          .isCloseTo(place.net(), EXACT);
    }
    assertThat(ranking.sentence())
        .isEqualTo(
            "H1 leads H3 by a net flow of 0.3333; most of it, 0.5000, comes from time"
                + " (100.0 against 150.0)");
  }

  @Test
  void oneAlternativeHasNoFlow() {
    Flows flows = Promethee.flows(fastOrCheap(1, 0), new double[][] {{1, 2}});
    assertThat(flows.net(0)).isZero();
    assertThat(flows.order()).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e101})
  void aValueThatIsNoNumberIsRefusedByName(double value) {
    assertThatThrownBy(
            () -> Promethee.flows(fastOrCheap(1, 0), new double[][] {{1, 2}, {3, value}}))
        .isInstanceOf(RankRefusal.class)
        .hasMessageStartingWith("alternatives[1].values[1] is " + value);
  }

  @Test
  void nothingToRankIsRefused() {
    assertThatThrownBy(() -> Promethee.flows(fastOrCheap(1, 0), new double[0][]))
        .hasMessageContaining("alternatives");
    assertThatThrownBy(() -> Promethee.flows(fastOrCheap(1, 0), new double[][] {{1}}))
        .hasMessageContaining("alternatives[0].values is 1, but must be 2 numbers");
    assertThatThrownBy(() -> new Criteria(List.of())).hasMessageContaining("criteria");
  }

  @Test
  void weightsMustBeSharesOfOne() {
    assertThatThrownBy(() -> fastOrCheap(0.5, 0.4)).hasMessageContaining("sum is 1");
    assertThatThrownBy(() -> fastOrCheap(1.5, -0.5)).hasMessageContaining("weight is 1.5");
    assertThatThrownBy(() -> fastOrCheap(Double.NaN, 1)).hasMessageContaining("weight is NaN");
  }

  @ParameterizedTest
  @CsvSource({"LEVEL,3,1,0,p", "LINEAR,3,1,0,p", "GAUSSIAN,0,0,0,s", "LINEAR,-1,1,0,q"})
  void thresholdsMustFit(Shape shape, double q, double p, double s, String field) {
    assertThatThrownBy(() -> new Preference(shape, q, p, s))
        .isInstanceOfSatisfying(
            RankRefusal.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void aShapeIsFoundByItsName(Shape shape) {
    assertThat(Shape.parse(shape.text())).contains(shape);
    assertThat(Shape.parse(shape.name())).contains(shape);
    assertThat(Shape.parse(shape.text() + "x")).isEmpty();
  }

  /** A random decision of 1 to 24 alternatives by 1 to 4 criteria, with many equal values. */
  private static final class Case {
    private static final List<Shape> SHAPES = List.of(Shape.values());
    private final Criteria criteria;
    private final double[][] values;

    private Case(Criteria criteria, double[][] values) {
      this.criteria = criteria;
      this.values = values;
    }

    static Case random(SplittableRandom random) {
      int q = random.nextInt(1, 5);
      int n = random.nextInt(1, 25);
      double[] weights = new double[q];
      double sum = 0;
      for (int j = 0; j < q; j++) {
        weights[j] = random.nextDouble();
        sum += weights[j];
      }
      List<Criterion> criteria = new ArrayList<>();
      for (int j = 0; j < q; j++) {
        Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
        double low = random.nextInt(4);
        Preference preference =
            new Preference(shape, low, low + random.nextInt(20), 1 + random.nextDouble());
        Direction direction = random.nextBoolean() ? Direction.MAX : Direction.MIN;
        criteria.add(new Criterion("c" + j, weights[j] / sum, direction, preference));
      }
      double[][] values = new double[n][q];
      for (double[] row : values) {
        for (int j = 0; j < q; j++) {
          row[j] = random.nextBoolean() ? random.nextInt(-9, 10) : random.nextDouble(-30, 30);
        }
      }
      return new Case(new Criteria(criteria), values);
    }

    boolean dominates(int a, int b) {
      for (int j = 0; j < criteria.size(); j++) {
        Criterion criterion = criteria.get(j);
        if (criterion.towardsMore(values[a][j]) < criterion.towardsMore(values[b][j])) {
          return false;
        }
      }
      return true;
    }
  }
}
