package io.gridbourse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The word count as its bundle has it. */
class WordcountTest {
  private static final String TEXT =
      """
      Hello, hello WORLD — «Été» été ÉTÉ “naïve” Naïve 42!
      Привет ПРИВЕТ привет. Ωμέγα ΩΜΈΓΑ it's
      Łódź ŁÓDŹ x×y a_b 日本、日本\r

      the end: hello""";

  @TempDir Path folder;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream bytes = WordcountTest.class.getResourceAsStream("/examples/wordcount.zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, folder.resolve(entry.getName()));
      }
    }
  }

  private int run(Map<String, String> environment, String... words) throws Exception {
    String[] command =
        Stream.concat(Stream.of("/bin/sh", "run.sh"), Arrays.stream(words)).toArray(String[]::new);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("messages").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void theBundleNamesItsEntryPoint() throws IOException {
    assertThat(read("bundle.json"))
        .isEqualToIgnoringNewLines(
            "{\"name\": \"wordcount\", \"driver\": \"process\", \"entry\": \"run.sh\"}");
    assertThat(folder.resolve("run.sh")).exists();
  }

  @Test
  void theSampleBagNamesItsTextByContent() throws IOException {
    assertThat(new String(resource("wordcount.yaml"), StandardCharsets.UTF_8))
        .contains(
            "sha256: \""
                + HexFormat.of().formatHex(Bitcoin.sha256(resource("wordcount.txt")))
                + "\"");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream bytes = WordcountTest.class.getResourceAsStream("/examples/" + name)) {
      return Objects.requireNonNull(bytes, name).readAllBytes();
    }
  }

  @Test
  void wordsOfManyScriptsAreCountedWhateverTheirCase() throws Exception {
    Files.writeString(folder.resolve("input.txt"), TEXT);
    assertThat(run(Map.of("LANG", "de_DE.UTF-8"))).isZero();
    assertThat(read("counts.tsv"))
        .isEqualTo(
            """
            hello\t3
            été\t3
            привет\t3
            naïve\t2
            łódź\t2
            ωμέγα\t2
            日本\t2
            42\t1
            a\t1
            b\t1
            end\t1
            it\t1
            s\t1
            the\t1
            world\t1
            x\t1
            y\t1
            """);
    assertThat(read("messages")).isEmpty();
  }

  @Test
  void slicesTogetherCountEveryWordOnce() throws Exception {
    Files.writeString(folder.resolve("text.txt"), TEXT);
    assertThat(run(Map.of(), "text.txt")).isZero();
    Map<String, Integer> whole = counts();
    Map<String, Integer> sum = new HashMap<>();
    for (int slice = 0; slice < 3; slice++) {
      String[] words =
          slice == 1
              ? new String[] {"--of", "3", "text.txt"}
              : new String[] {"--index", Integer.toString(slice), "--of", "3", "text.txt"};
      assertThat(run(Map.of("GRIDBOURSE_TASK_INDEX", "1"), words)).isZero();
      counts().forEach((word, count) -> sum.merge(word, count, Integer::sum));
    }
    assertThat(sum).isEqualTo(whole);
  }

  private Map<String, Integer> counts() throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    read("counts.tsv")
        .lines()
        .map(line -> line.split("\t"))
        .forEach(fields -> counts.put(fields[0], Integer.valueOf(fields[1])));
    return counts;
  }

  @Test
  void anEmptyTextHasNoWords() throws Exception {
    Files.write(folder.resolve("input.txt"), "\n\n".getBytes(StandardCharsets.UTF_8));
    assertThat(run(Map.of())).isZero();
    assertThat(read("counts.tsv")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--index 3 --of 3,2,--index: below the number of slices",
    "--of 0,2,--of: at least 1",
    "--of x,2,--of: a whole number",
    "--of,2,--of has no value",
    "--fast 1,2,the option --fast is unknown",
    "a b,2,one file at most",
    "missing.txt,1,cannot read ./missing.txt"
  })
  void aBadCommandLineIsRefusedWithItsReason(String line, int exitCode, String reason)
      throws Exception {
    assertThat(run(Map.of(), line.split(" "))).isEqualTo(exitCode);
    assertThat(read("messages")).startsWith("wordcount: " + reason);
    assertThat(folder.resolve("counts.tsv")).doesNotExist();
  }
}
