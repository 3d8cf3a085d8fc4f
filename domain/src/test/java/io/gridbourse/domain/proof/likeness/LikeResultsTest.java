package io.gridbourse.domain.proof.likeness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LikeResultsTest {
  private static LikeResults.Place place(Comparator comparator, String first, String second) {
    LikeResults results = new LikeResults(comparator);
    results.add(first.getBytes(UTF_8));
    return results.add(second.getBytes(UTF_8));
  }

  private static byte[] pixmap(int width, int height, int... colours) {
    byte[] header = ("P6\n# made by hand\n" + width + " " + height + "\n255\n").getBytes(UTF_8);
    byte[] image = Arrays.copyOf(header, header.length + colours.length);
    for (int i = 0; i < colours.length; i++) {
      image[header.length + i] = (byte) colours[i];
    }
    return image;
  }

  @Test
  void equalBytesAreLike() {
    assertThat(place(new Bytes(), "a", "a")).isEqualTo(new LikeResults.Group(0));
    assertThat(place(new Bytes(), "a", "a ")).isEqualTo(new LikeResults.Group(1));
    assertThat(place(new Bytes(), "", "")).isEqualTo(new LikeResults.Group(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0 2.0|1.0 2.0|0",
        "1.0 2.0|1.0001 2.0|0",
        "1.0 2.0|1.1 2.0|1",
        "energy: 1e3 J|energy: 1000.0001 J|0",
        "energy: 1e3 J|power: 1e3 J|1",
        "1.0 2.0|1.0|1",
        "1,2;3|1 2 3|0",
        "NaN|NaN|0",
        "NaN|1|1",
        "1|Infinity|1",
        "1d|1.0|1",
        "0x10|16|1",
        "-0.0|0|0"
      })
  void numbersWithinTheToleranceAreLike(String first, String second, int group) {
    assertThat(place(new Numbers(0.001, 0), first, second)).isEqualTo(new LikeResults.Group(group));
  }

  @Test
  void aRelativeToleranceGrowsWithTheNumber() {
    assertThat(place(new Numbers(0, 0.01), "1000", "1009")).isEqualTo(new LikeResults.Group(0));
    assertThat(place(new Numbers(0, 0.01), "1000", "1020")).isEqualTo(new LikeResults.Group(1));
  }

  @Test
  void likenessDoesNotCreepAlongAChain() {
    LikeResults results = new LikeResults(new Numbers(1, 0));
    assertThat(results.add("0".getBytes(UTF_8))).isEqualTo(new LikeResults.Group(0));
    assertThat(results.add("0.9".getBytes(UTF_8))).isEqualTo(new LikeResults.Group(0));
    assertThat(results.add("1.8".getBytes(UTF_8))).isEqualTo(new LikeResults.Group(1));
  }

  @Test
  void whatIsNoTextIsBlamedOnItsSender() {
    LikeResults results = new LikeResults(new Numbers(1, 0));
    assertThat(results.add("é".getBytes(ISO_8859_1)))
        .isEqualTo(new LikeResults.Blamed("the result is no UTF-8 text"));
  }

  @Test
  void imagesThatLookAlikeAreLike() {
    Comparator pixels = new Pixels(2, 0.25, new PortablePixmap());
    LikeResults results = new LikeResults(pixels);
    assertThat(results.add(pixmap(2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)))
        .isEqualTo(new LikeResults.Group(0));
    assertThat(results.add(pixmap(2, 2, 3, 1, 1, 2, 200, 2, 3, 3, 3, 4, 4, 4)))
        .isEqualTo(new LikeResults.Group(0));
    assertThat(results.add(pixmap(2, 2, 9, 1, 1, 2, 200, 2, 3, 3, 3, 4, 4, 4)))
        .isEqualTo(new LikeResults.Group(1));
    assertThat(results.add(pixmap(4, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)))
        .isEqualTo(new LikeResults.Group(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P6",
        "P6\n2 2\n255\n",
        "P6\n2 2\n255\nabc",
        "P6\n99999 99999\n255\n",
        "P6\n9999999999 1\n255\n",
        "P6\n0 0\n255\n",
        "P6\n-1 2\n255\n",
        "P6\n1 1\n65535\nabcdef",
        "P3\n1 1\n255\n1 1 1",
        "GIF89a"
      })
  void whatIsNoWholeImageIsBlamedOnItsSender(String image) {
    LikeResults results = new LikeResults(new Pixels(2, 0.1, new PortablePixmap()));
    assertThat(results.add(image.getBytes(UTF_8))).isInstanceOf(LikeResults.Blamed.class);
  }

  @Test
  void noBytesMakeAComparatorThrow() {
    SplittableRandom random = new SplittableRandom(9);
    byte[] image = pixmap(3, 2, new int[18]);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(image, random.nextInt(image.length + 1));
      for (int j = random.nextInt(4); j > 0 && bytes.length > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      new LikeResults(new Pixels(2, 0.1, new PortablePixmap())).add(bytes);
      new LikeResults(new Numbers(2, 0.1)).add(bytes);
    }
  }

  @Test
  void tolerancesAreLimited() {
    assertThatThrownBy(() -> new Numbers(Double.NaN, 0)).hasMessageContaining("absolute");
    assertThatThrownBy(() -> new Numbers(0, 1)).hasMessageContaining("relative");
    assertThatThrownBy(() -> new Pixels(256, 0, new PortablePixmap())).hasMessageContaining("255");
  }
}
