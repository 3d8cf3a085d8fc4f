package io.gridbourse.worker.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPolicyTest {
  @TempDir private Path folder;

  @Test
  void aFileSaysWhatTheOwnerDecided() throws IOException {
    HostPolicy policy =
        HostPolicy.read(
            file(
                "# mine",
                "",
                "when input-idle for=10m",
                "  when mains",
                "retreat 30s",
                "watts 65"));
    assertThat(policy.conditions()).containsExactly("input-idle for=10m", "mains");
    assertThat(policy.retreat()).isEqualTo(Duration.ofSeconds(30));
    assertThat(policy.watts()).contains(65.0);
  }

  @Test
  void theCommandLineAddsConditionsAndReplacesTheRest() throws IOException {
    HostPolicy policy =
        HostPolicy.read(file("when mains", "watts 65"))
            .with(List.of("input-idle"), Optional.of(Duration.ZERO), Optional.of(7.5));
    assertThat(policy.conditions()).containsExactly("mains", "input-idle");
    assertThat(policy.retreat()).isZero();
    assertThat(policy.watts()).contains(7.5);
    assertThat(HostPolicy.open().retreat()).isEqualTo(HostPolicy.RETREAT);
    assertThat(HostPolicy.parseRetreat("2m")).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sometimes | line 2: sometimes is not understood",
        "when | line 2: when is not understood",
        "retreat soon | line 2: retreat must be a time such as 90s",
        "retreat 11m | retreat must be 0s to 10m",
        "watts much | line 2: watts must be a number such as 65",
        "watts 0 | watts must be more than 0",
        "watts 900000 | watts must be more than 0 and at most 100000"
      })
  void aLineThatIsWrongIsNamed(String line, String problem) throws IOException {
    Path file = file("# first", line);
    assertThatThrownBy(() -> HostPolicy.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void aDecisionTwiceAndAFileThatIsNoTextAreRefused() throws IOException {
    Path twice = file("watts 5", "watts 6");
    assertThatThrownBy(() -> HostPolicy.read(twice)).hasMessageContaining("line 2");
    Path noText = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> HostPolicy.read(noText)).hasMessageContaining("not text in UTF-8");
    assertThatThrownBy(() -> HostPolicy.read(folder.resolve("none")))
        .hasMessageContaining("there is no file " + folder.resolve("none"));
  }

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("policy"), List.of(lines));
  }
}
