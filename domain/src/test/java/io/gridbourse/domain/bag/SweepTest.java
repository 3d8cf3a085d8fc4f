package io.gridbourse.domain.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.ledger.DealId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SweepTest {
  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyCombinationComesOnceTheLastAxisFastest(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Sweep.Axis> axes = new ArrayList<>();
    long product = 1;
    for (int i = random.nextInt(4); i > 0; i--) {
      Sweep.Axis axis = axis("p" + i, random);
      axes.add(axis);
      product *= axis.size();
    }
    Sweep sweep = new Sweep(axes);
    assertThat(sweep.size()).as("seed %d", seed).isEqualTo(product);
    Set<Map<String, String>> seen = new HashSet<>();
    for (long index = 0; index < product; index++) {
      assertThat(seen.add(sweep.valuesAt(index))).as("seed %d index %d", seed, index).isTrue();
    }
    if (!axes.isEmpty() && product > 1 && axes.get(axes.size() - 1).size() > 1) {
      String fastest = axes.get(axes.size() - 1).name();
      assertThat(sweep.valuesAt(0).get(fastest)).isNotEqualTo(sweep.valuesAt(1).get(fastest));
    }
    assertThatThrownBy(() -> sweep.valuesAt(sweep.size()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aSweepTooLargeToCountIsRefused() {
    List<Sweep.Axis> axes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      axes.add(new Sweep.Range("p" + i, 0, 1_000_000, 1));
    }
    assertThatThrownBy(() -> new Sweep(axes)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void placeholdersAreReplacedAlsoWithinValues() {
    Sweep sweep =
        new Sweep(
            List.of(
                new Sweep.Listed("name", List.of("run-{size}-{index}", "$1\\{x")),
                new Sweep.Range("size", 10, 20, 10)));
    BagId bag = BagId.of(new DealId("0x" + "00".repeat(31) + "01"));
    CommandTemplate template = new CommandTemplate(List.of("a b", "{name}", "{bag}{size}", "{}"));
    assertThat(template.expand(bag, 1, sweep))
        .containsExactly("a b", "run-20-1", bag.text() + "20", "{}");
    assertThat(template.expand(bag, 2, sweep).get(1)).isEqualTo("$1\\{x");
  }

  @Test
  void placeholdersWithoutEndAndWithoutMeaningAreRefused() {
    Sweep loop =
        new Sweep(
            List.of(new Sweep.Listed("a", List.of("{b}")), new Sweep.Listed("b", List.of("{a}"))));
    BagId bag = BagId.of(new DealId("0x" + "00".repeat(32)));
    assertThatThrownBy(() -> new CommandTemplate(List.of("{a}")).expand(bag, 0, loop))
        .hasMessageContaining("without end");
    assertThatThrownBy(() -> new CommandTemplate(List.of("{c}")).expand(bag, 0, loop))
        .hasMessageContaining("no parameter is named c");
  }

  private static Sweep.Axis axis(String name, SplittableRandom random) {
    if (random.nextBoolean()) {
      long first = random.nextLong(-50, 50);
      return new Sweep.Range(name, first, first + random.nextLong(12), random.nextLong(1, 5));
    }
    List<String> values = new ArrayList<>();
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      values.add("v" + i);
    }
    return new Sweep.Listed(name, values);
  }
}
