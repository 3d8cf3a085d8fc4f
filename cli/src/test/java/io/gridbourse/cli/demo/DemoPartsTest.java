package io.gridbourse.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gridbourse.cli.CommandFailed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoPartsTest {
  /** Keys 1 and 2, whose addresses anybody can look up. */
  @ParameterizedTest
  @CsvSource({
    "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn,1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH",
    "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf,1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm"
  })
  void aKeyOpensTheAddressThatEverybodyKnows(String wif, String address) {
    assertThat(BitcoinKey.parse(wif).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWm",
        "0OIl",
        "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"
      })
  void whatIsNoKeyIsRefused(String text) {
    assertThatThrownBy(() -> BitcoinKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSpecIsYamlWithTheWishesInIt() throws IOException {
    var spec =
        new ObjectMapper(new YAMLFactory())
            .readTree(new DemoPlan("1Lo", 64, 2048, 4, 0.75).spec())
            .path("spec");
    assertThat(spec.path("command").toString()).contains("\"1Lo\"", "\"2048\"", "\"{bag}\"");
    assertThat(spec.at("/params/task/range").asText()).isEqualTo("0-63");
    assertThat(spec.at("/trust/confidence").asDouble()).isEqualTo(0.75);
  }

  @Test
  void aTaskSearchesMoreKeysForARarerPattern() {
    assertThat(DemoPlan.keysForSeven("1LoV", 64)).isBetween(8_000L, 9_000L);
    assertThat(DemoPlan.keysForSeven("1Grid", 64)).isBetween(490_000L, 500_000L);
    assertThat(DemoPlan.keysForSeven("1", 100_000)).isEqualTo(128);
  }

  @Test
  void oneOfThreeOrMoreWorkersLies() {
    assertThat(new DemoPlan("1", 1, 1, 4, 0).workerPlans())
        .extracting("name")
        .containsExactly("worker-1", "worker-2", "worker-3", "liar");
    assertThat(new DemoPlan("1", 1, 1, 2, 0).workerPlans())
        .extracting("name")
        .containsExactly("worker-1", "worker-2");
  }

  @ParameterizedTest
  @CsvSource({"2Lo,64,4,0.75", "1l,64,4,0.75", "1Lo,0,4,0.75", "1Lo,64,0,0.75", "1Lo,64,4,1"})
  void wishesOutOfRangeAreRefused(String pattern, int tasks, int workers, double confidence) {
    assertThatThrownBy(() -> new DemoPlan(pattern, tasks, 1, workers, confidence))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void aCertificationNamesWhoAgreedAndWhoWasOutvoted() throws IOException {
    var task =
        new ObjectMapper()
            .readTree(
                "{\"certificate\":{\"digest\":\"0xa\",\"credibility\":0.8421,\"votes\":["
                    + "{\"worker\":\"0x1\",\"workerName\":\"worker-1\",\"weight\":2,\"digest\":\"0xa\"},"
                    + "{\"worker\":\"0x2\",\"workerName\":\"liar\",\"weight\":2,\"digest\":\"0xb\"},"
                    + "{\"worker\":\"0x3\",\"weight\":3,\"digest\":\"0xa\"}]}}");
    assertThat(Findings.certification(task))
        .isEqualTo(
            "2 votes: worker-1 (weight 2), 0x3 (weight 3); credibility 0.842;"
                + " outvoted: liar (weight 2)");
  }

  @Test
  void resultsAreReadFromTheArchiveWithoutTheEmptyOnes() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      for (String entry : List.of("3:", "7:1LoVe key\n", "12:1LoVa key\n")) {
        String[] parts = entry.split(":", 2);
        zip.putNextEntry(new ZipEntry(parts[0]));
        zip.write(parts[1].getBytes(StandardCharsets.US_ASCII));
        zip.closeEntry();
      }
    }
    assertThat(Findings.results(new ByteArrayInputStream(archive.toByteArray())))
        .containsExactly(Map.entry(7L, "1LoVe key\n"), Map.entry(12L, "1LoVa key\n"));
  }
}
