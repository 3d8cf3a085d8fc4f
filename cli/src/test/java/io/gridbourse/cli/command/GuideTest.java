package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gridbourse.cli.output.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guides tell people to type is understood. */
final class GuideTest {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @ParameterizedTest
  @ValueSource(strings = {"guides/run-a-server.md", "benchmarks.md", "experiments.md"})
  void everyCommandOfTheGuideIsUnderstood(String guide) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("../docs", guide)).stream()
            .filter(line -> line.startsWith("./gridbourse "))
            .toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      List<String> words =
          WORD.matcher(line.replaceFirst(" < .*$", ""))
              .results()
              .map(GuideTest::word)
              .skip(1)
              .toList();
      assertThatCode(
              () ->
                  Gridbourse.commandLine(silence(), words.get(0))
                      .parseArgs(words.toArray(String[]::new)))
          .as(line)
          .doesNotThrowAnyException();
    }
  }

  private static String word(MatchResult match) {
    return match.group(1) != null ? match.group(1) : match.group(2);
  }

  private static Context silence() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Context(new Terminal(nowhere, nowhere, false, false, false), Map.of());
  }
}
