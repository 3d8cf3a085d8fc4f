package io.gridbourse.ejb.schedule.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions say, and what is refused as one. */
class ExpressionTest {
  private static final Map<String, Object> HOST =
      Map.of(
          "os",
          "Linux",
          "cpus",
          8L,
          "memory",
          16L << 30,
          "speed",
          1.5,
          "drivers",
          Map.of("wasm", 3L, "process", 2L),
          "labels",
          Map.of("rack", "a7", "in-house", "yes"));

  private static boolean holds(String text) throws ExpressionRefused {
    return Expression.read(text, Vocabulary.HOST).holds(HOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "os == 'Linux' && cpus >= 8",
        "memory >= 16 * GiB",
        "speed > 1",
        "labels.rack == 'a7'",
        "labels['in-house'] == 'yes' && 'rack' in labels",
        "!has(labels.fast)",
        "drivers.wasm == 3 && !('container' in drivers)",
        "os.startsWith('Lin') && os.matches('L[a-z]+')",
        "cpus in [4, 8, 16]",
        "watts < 100 || cpus == 8",
        "has(labels.fast) ? labels.fast == 'yes' : cpus > 4"
      })
  void whatIsTrueHolds(String text) throws ExpressionRefused {
    assertThat(holds(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os == 'linux'",
        "watts < 100",
        "!(watts < 100)",
        "watts < 100 || watts >= 100",
        "labels.fast == 'yes'",
        "labels.fast != 'yes'",
        "1 / (cpus - 8) > 0",
        "cpus + 9223372036854775807 > 0",
        "os.matches('(')"
      })
  void whatIsFalseOrUnknownDoesNot(String text) throws ExpressionRefused {
    assertThat(holds(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cpuz > 1|column 1: nothing is named cpuz|labels",
        "os == 'x' && gpu > 1|column 14: nothing is named gpu|memory",
        "cpus > 'a'|column 6: found no matching overload for '_>_' applied to '(int, string)'|quotes",
        "os == Linux|column 7: nothing is named Linux|quotes",
        "cpus|column 1: expected type 'bool' but found 'int'|condition",
        "dyn(cpus)|it is a value and no condition|compare",
        "cpus >=|column 8: mismatched input|condition",
        "[1, 2].exists(x, x > cpus)|column 14: nothing is named exists|use only",
        "price > 5|column 1: nothing is named price|use only"
      })
  void whatCannotBeUsedIsRefusedWithThePlaceAndARemedy(String text, String detail, String remedy) {
    ExpressionRefused refused =
        catchThrowableOfType(ExpressionRefused.class, () -> Expression.read(text, Vocabulary.HOST));
    assertThat(refused).isNotNull().hasMessageStartingWith(detail);
    assertThat(refused.remedy()).contains(remedy);
  }

  @Test
  void onTheSecondLineThePlaceSaysSo() {
    assertThatThrownBy(() -> Expression.read("cpus > 1 &&\n  cpuz > 1", Vocabulary.HOST))
        .hasMessage("line 2, column 3: nothing is named cpuz");
  }

  @Test
  void whatIsTooLongOrTooDeepIsRefused() {
    assertThatThrownBy(() -> Expression.read("c".repeat(2_001), Vocabulary.HOST))
        .hasMessageContaining("2001 characters, the limit is 2000");
    String deep = "(".repeat(500) + "true" + ")".repeat(500);
    assertThatThrownBy(() -> Expression.read(deep, Vocabulary.HOST))
        .isInstanceOf(ExpressionRefused.class)
        .hasMessageContaining("recursion");
  }

  @Test
  void anyTextIsReadOrRefusedAndNothingElse() {
    String[] words = {"cpus", ">", "'a'", "(", ")", "&&", "labels", ".", "x", "[", "]", "1", "\0"};
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
      }
      try {
        Expression.read(text.toString(), Vocabulary.HOST).holds(HOST);
      } catch (ExpressionRefused e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
        assertThat(e.remedy()).as("seed %d", seed).isNotBlank();
      }
    }
  }

  @Test
  void hostsSpeakOfBags() throws ExpressionRefused {
    Map<String, Object> bag =
        Map.of("project", "physics", "price", 6_000_000_000L, "walltime", 60L);
    assertThat(
            Expression.read(
                    "project == 'physics' && price >= 5 * RLC && walltime < 1 * hour",
                    Vocabulary.BAG)
                .holds(bag))
        .isTrue();
    assertThatThrownBy(() -> Expression.read("os == 'Linux'", Vocabulary.BAG))
        .hasMessage("column 1: nothing is named os");
  }
}
