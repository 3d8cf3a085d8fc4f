package io.gridbourse.domain.proof.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.proof.ladder.Certificate;
import io.gridbourse.domain.proof.ladder.Checked;
import io.gridbourse.domain.proof.ladder.Sampled;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.proof.likeness.Bytes;
import io.gridbourse.domain.proof.likeness.Comparator;
import io.gridbourse.domain.proof.likeness.Numbers;
import io.gridbourse.domain.proof.sample.SampleVerdict.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results as units, and what computing some of them again tells. */
class SampleTest {
  @Test
  void unitsAreLinesOrRecordsOfTheOutputOrOfAFile() {
    assertThat(units("lines").of("a\nbc\n\nd".getBytes(UTF_8)).orElseThrow())
        .extracting(unit -> new String(unit, UTF_8))
        .containsExactly("a", "bc", "", "d");
    assertThat(units("records:2").of("aabbc".getBytes(UTF_8)).orElseThrow())
        .extracting(unit -> new String(unit, UTF_8))
        .containsExactly("aa", "bb", "c");
    assertThat(units("lines").of(new byte[0]).orElseThrow()).isEmpty();
    byte[] packed = packed("t.csv", "1\n2\n");
    assertThat(units("lines@t.csv").of(packed).orElseThrow()).hasSize(2);
    assertThat(units("lines@other.csv").of(packed)).isEmpty();
    assertThat(units("lines@t.csv").of("1\n2\n".getBytes(UTF_8))).isEmpty();
    assertThat(units("records:64@grid.bin").text()).isEqualTo("records:64@grid.bin");
    assertThat(units("lines@t.csv").areAllOf(List.of("t.csv"))).isTrue();
    assertThat(units("lines@t.csv").areAllOf(List.of("t.csv", "u"))).isFalse();
    assertThat(units("lines").areAllOf(List.of())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "line", "records", "records:0", "records:9999999", "lines@", "lines@a@b"})
  void whatIsNoUnitIsNotRead(String text) {
    assertThat(Units.parse(text)).isEmpty();
  }

  @Test
  void aSampleIsDrawnByTheKeyEachUnitAtMostOnceAndAllAlike() {
    int[] drawnOf = new int[20];
    for (long task = 0; task < 4_000; task++) {
      List<Integer> drawn = new UnitDraw(new byte[] {7}).draw("0xab", task, 20, 5);
      assertThat(drawn).hasSize(5).doesNotHaveDuplicates().isSorted();
      drawn.forEach(unit -> drawnOf[unit]++);
    }
    for (int count : drawnOf) {
      assertThat(count).isBetween(1_000 - 120, 1_000 + 120);
    }
    UnitDraw draw = new UnitDraw(new byte[] {1});
    assertThat(draw.draw("0xab", 3, 1_000, 9)).isEqualTo(draw.draw("0xab", 3, 1_000, 9));
    assertThat(draw.draw("0xab", 3, 1_000, 9))
        .isNotEqualTo(draw.draw("0xac", 3, 1_000, 9))
        .isNotEqualTo(draw.draw("0xab", 4, 1_000, 9))
        .isNotEqualTo(new UnitDraw(new byte[] {2}).draw("0xab", 3, 1_000, 9));
    assertThat(draw.draw("0xab", 3, 4, 9)).containsExactly(0, 1, 2, 3);
    assertThat(draw.draw("0xab", 3, 0, 9)).isEmpty();
  }

  @Test
  void whatEscapesIsNeverMoreThanTheSampleSays() {
    for (double wrong : new double[] {0.01, 0.1, 0.5, 1}) {
      for (int drawn : new int[] {1, 5, 40}) {
        Sampled sampled = new Sampled(0.2, wrong, drawn);
        for (int units = 1; units < 400; units += 7) {
          int bad = (int) Math.ceil(wrong * units);
          Checked exact = Checked.partially(0.2, units, Math.min(drawn, units), bad);
          assertThat(exact.missed()).isLessThanOrEqualTo(sampled.missed() + 1e-12);
        }
      }
    }
    assertThat(Sampled.drawnFor(0.1, 0.01)).isEqualTo(44);
    assertThat(Sampled.drawnFor(0.5, 0.25)).isEqualTo(2);
    assertThat(Sampled.drawnFor(1, 0.001)).isEqualTo(1);
    assertThatThrownBy(() -> Sampled.drawnFor(0, 0.1)).hasMessageContaining("wrong");
    assertThatThrownBy(() -> new Sampled(0.2, 0, 3)).hasMessageContaining("wrong");
  }

  @Test
  void aLieIsSeenAsOftenAsTheBoundSays() {
    SplittableRandom random = new SplittableRandom(4);
    int seen = 0;
    int tried = 20_000;
    UnitDraw draw = new UnitDraw(new byte[] {3});
    for (int task = 0; task < tried; task++) {
      List<byte[]> truth = lines(200, "right");
      List<byte[]> answer = new ArrayList<>(truth);
      for (int i = 0; i < 20; ) {
        int at = random.nextInt(200);
        if (answer.get(at) == truth.get(at)) {
          answer.set(at, "wrong".getBytes(UTF_8));
          i++;
        }
      }
      List<Integer> drawn = draw.draw("0xab", task, 200, 10);
      seen += found(answer, drawn, truth, new Bytes()) == Kind.WRONG ? 1 : 0;
    }
    double missed = new Sampled(0.2, 0.1, 10).missed();
    assertThat(1 - (double) seen / tried).isLessThan(missed).isCloseTo(missed, within(0.03));
  }

  @Test
  void anAnswerThatIsCutOffOrGoesOnIsWrong() {
    List<byte[]> truth = lines(10, "x");
    List<Integer> drawn = List.of(1, 4);
    assertThat(found(truth, drawn, truth, new Bytes())).isEqualTo(Kind.PASSED);
    assertThat(found(truth.subList(0, 5), drawn, truth, new Bytes())).isEqualTo(Kind.WRONG);
    assertThat(found(lines(12, "x"), List.of(1, 11), truth, new Bytes())).isEqualTo(Kind.WRONG);
    assertThat(found(List.of(), List.of(), List.of(), new Bytes())).isEqualTo(Kind.PASSED);
    assertThat(found(List.of(), List.of(), truth, new Bytes())).isEqualTo(Kind.WRONG);
  }

  @Test
  void anAppThatGivesNothingOrTooMuchTellsNothingOfTheAnswer() {
    List<byte[]> answer = lines(10, "x");
    assertThat(SampleVerdict.of(answer, List.of(1, 4), List.of(), new Bytes()).kind())
        .isEqualTo(Kind.UNSURE);
    assertThat(SampleVerdict.of(answer, List.of(1, 4), lines(10, "x"), new Bytes()).kind())
        .isEqualTo(Kind.NONSENSE);
    Comparator numbers = new Numbers(0.1, 0);
    List<byte[]> illegible = List.of(new byte[] {(byte) 0xff});
    assertThat(SampleVerdict.of(answer, List.of(1), illegible, numbers).kind())
        .isEqualTo(Kind.NONSENSE);
    assertThat(SampleVerdict.of(illegible, List.of(0), lines(1, "x"), numbers).kind())
        .isEqualTo(Kind.WRONG);
  }

  @Test
  void theComparatorSaysWhichUnitsAreAlike() {
    List<byte[]> answer = lines(3, "value 1.00");
    List<byte[]> computed = lines(2, "value 1.04");
    assertThat(SampleVerdict.of(answer, List.of(0, 2), computed, new Numbers(0.05, 0)).kind())
        .isEqualTo(Kind.PASSED);
    assertThat(SampleVerdict.of(answer, List.of(0, 2), computed, new Bytes()).detail())
        .startsWith("unit 0 is not");
  }

  @Test
  void aCertificateSaysHowTheBoundFollows() {
    Vote<String> passed = new Vote<>("w", "a", Standing.NEW, Vote.Check.PASSED);
    Certificate<String> certificate =
        new Sampled(0.2, 0.1, 44).judge(List.of(passed)).certificate().orElseThrow();
    assertThat(certificate.method()).isEqualTo("partial");
    double missed = Math.pow(0.9, 44);
    assertThat(certificate.errorBound())
        .isCloseTo(0.2 * missed / (0.2 * missed + 0.8), within(1e-12));
    assertThat(String.join("; ", certificate.derivation())).contains("(1 - 0.1)^44", "44 units");
    assertThat(
            new Sampled(0.2, 0.1, 44).judge(List.of(Vote.of("w", "a", Standing.NEW))).certificate())
        .isEmpty();
  }

  /** What an app that knows the truth lets one find. */
  private static Kind found(
      List<byte[]> answer, List<Integer> drawn, List<byte[]> truth, Comparator comparator) {
    List<byte[]> computed =
        SampleVerdict.asked(drawn, answer.size()).stream()
            .filter(unit -> unit < truth.size())
            .map(truth::get)
            .toList();
    return SampleVerdict.of(answer, drawn, computed, comparator).kind();
  }

  private static byte[] packed(String name, String content) {
    return ByteBuffer.allocate(Integer.BYTES + name.length() + Long.BYTES + content.length())
        .putInt(name.length())
        .put(name.getBytes(UTF_8))
        .putLong(content.length())
        .put(content.getBytes(UTF_8))
        .array();
  }

  private static List<byte[]> lines(int count, String text) {
    List<byte[]> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(text.getBytes(UTF_8));
    }
    return lines;
  }

  private static Units units(String text) {
    return Units.parse(text).orElseThrow();
  }
}
