package io.gridbourse.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the launcher starts of a bundle. */
class BundleTest {
  @Test
  void commandsTakeTheOptionsOfTheEnvironment() {
    assertThat(Bundle.javaCommand(Map.of())).containsExactly(Bundle.java());
    assertThat(Bundle.javaCommand(Map.of("GRIDBOURSE_JAVA_OPTIONS", "  "))).hasSize(1);
    assertThat(Bundle.javaCommand(Map.of("GRIDBOURSE_JAVA_OPTIONS", " -Xss2m \t-Dname=value ")))
        .containsExactly(Bundle.java(), "-Xss2m", "-Dname=value");
  }
}
