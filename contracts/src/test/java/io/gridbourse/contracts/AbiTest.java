package io.gridbourse.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.protocol.ObjectMapperFactory;

/**
 * The contracts' interfaces are those in {@code src/test/resources/abi}, to the name of the last
 * field. After a change that is meant, run this test with {@code -Dabi.update=true}.
 */
class AbiTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "abi");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hub",
        "RLC",
        "AppRegistry",
        "DatasetRegistry",
        "WorkerpoolRegistry",
        "App",
        "Dataset",
        "Workerpool"
      })
  void theInterfaceIsTheOneThatWasAgreed(String contract) throws IOException {
    String rendered = String.join("\n", entries(contract)) + "\n";
    Path file = GOLDEN.resolve(contract + ".txt");
    if (Boolean.getBoolean("abi.update")) {
      Files.writeString(file, rendered);
    }
    assertThat(rendered)
        .as("%s; if the change is meant, run with -Dabi.update=true", file)
        .isEqualTo(Files.readString(file));
  }

  /** What common clients and tools call and read, in their own words. */
  @Test
  void nothingOfTheClientSurfaceIsMissing() throws IOException {
    Set<String> missing = new TreeSet<>();
    String contract = "";
    Set<String> found = Set.of();
    for (String line : Files.readAllLines(GOLDEN.resolve("client-surface.txt"))) {
      if (line.startsWith("# ")) {
        contract = line.substring(2);
        found = entries(contract);
      } else if (!line.isBlank() && !found.contains(line)) {
        missing.add(contract + ": " + line);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Set<String> entries(String contract) throws IOException {
    try (InputStream in = AbiTest.class.getResourceAsStream("code/" + contract + ".abi")) {
      JsonNode abi = ObjectMapperFactory.getObjectMapper().readTree(in);
      return StreamSupport.stream(abi.spliterator(), false)
          .filter(entry -> entry.has("name"))
          .map(AbiTest::render)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String render(JsonNode entry) {
    String type = entry.get("type").asText();
    String text = type + " " + entry.get("name").asText() + fields(entry.get("inputs"));
    if (!type.equals("function")) {
      return text;
    }
    String mutability = entry.get("stateMutability").asText();
    String kind = Set.of("view", "pure").contains(mutability) ? " view" : "";
    JsonNode outputs = entry.get("outputs");
    return text + kind + (outputs.isEmpty() ? "" : " returns " + fields(outputs));
  }

  private static String fields(JsonNode fields) {
    List<String> texts =
        StreamSupport.stream(fields.spliterator(), false).map(AbiTest::field).toList();
    return "(" + String.join(", ", texts) + ")";
  }

  private static String field(JsonNode field) {
    String type = field.get("type").asText();
    if (type.startsWith("tuple")) {
      type = fields(field.get("components")) + type.substring("tuple".length());
    }
    String indexed = field.path("indexed").asBoolean() ? " indexed" : "";
    String name = field.get("name").asText();
    return type + indexed + (name.isEmpty() ? "" : " " + name);
  }
}
