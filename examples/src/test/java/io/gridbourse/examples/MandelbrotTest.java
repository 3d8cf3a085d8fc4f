package io.gridbourse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The application whose results consist of lines that it can compute one by one. */
class MandelbrotTest {
  private static final Guest MANDELBROT = Guest.load("/examples/mandelbrot.wasm");
  private static final String[] STRIP = {
    "mandelbrot", "--index", "1", "--rows", "12", "--width", "40", "--height", "24"
  };

  @Test
  void aTaskIsSoManyLinesOfThePicture() {
    List<String> lines = whole();
    assertThat(lines).hasSize(12).allSatisfy(line -> assertThat(line).matches("[0-9a-z@]{40}"));
    assertThat(lines.get(0)).contains("@@@@@");
    assertThat(lines.get(0)).isNotEqualTo(lines.get(11));
  }

  @Test
  void theUnitsOfASampleAreTheLinesOfTheWhole() {
    List<String> lines = whole();
    assertThat(some("0,3,11")).containsExactly(lines.get(0), lines.get(3), lines.get(11));
    assertThat(some("7")).containsExactly(lines.get(7));
  }

  @Test
  void ofUnitsThatATaskHasNotThereIsNothing() {
    assertThat(some("12")).isEmpty();
    assertThat(some("5,12,99999999999999999999")).containsExactly(whole().get(5));
    assertThat(some("")).isEmpty();
  }

  @Test
  void aBadCommandLineIsRefused() {
    assertThat(MANDELBROT.run("mandelbrot", "--index", "1").exitCode()).isEqualTo(2);
    assertThat(MANDELBROT.run("mandelbrot", "--colour", "red").stderr()).contains("usage:");
  }

  private static List<String> whole() {
    return MANDELBROT.run(STRIP).stdout().lines().toList();
  }

  private static List<String> some(String units) {
    return MANDELBROT.run(Map.of("GRIDBOURSE_UNITS", units), STRIP).stdout().lines().toList();
  }
}
