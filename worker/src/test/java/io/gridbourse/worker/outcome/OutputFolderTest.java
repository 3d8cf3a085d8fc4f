package io.gridbourse.worker.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.bag.OutputFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {
  private static final byte[] PRINTED = "printed".getBytes(UTF_8);

  @Test
  void allFilesCountByNameAndWhatWasPrinted() {
    OutputFolder folder = new OutputFolder("iexec_out/");
    folder.add("z.txt", new byte[] {1});
    folder.add("a/b.txt", new byte[] {2});
    assertThat(names(folder.toByteArray(PRINTED)))
        .containsExactly("a/b.txt", "stdout.txt", "z.txt");
    assertThat(names(new OutputFolder("iexec_out/").toByteArray(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/work/iexec_out/result",
        "/iexec_out/result/",
        "iexec_out/result",
        "iexec_out//result",
        "result"
      })
  void onlyTheDeterministicPathCounts(String path) {
    OutputFolder folder = new OutputFolder("iexec_out/");
    folder.add("computed.json", computed(path));
    folder.add("result/one.txt", new byte[] {1});
    folder.add("result/two.txt", new byte[] {2});
    folder.add("results.log", new byte[] {3});
    assertThat(names(folder.toByteArray(PRINTED)))
        .containsExactly("computed.json", "result/one.txt", "result/two.txt");
  }

  @Test
  void theFolderItselfCanBeTheResult() {
    OutputFolder folder = new OutputFolder("iexec_out/");
    folder.add("computed.json", computed("/work/iexec_out"));
    folder.add("log.txt", new byte[] {1});
    assertThat(names(folder.toByteArray(PRINTED))).containsExactly("computed.json", "log.txt");
  }

  @Test
  void aPathWithNothingIsAnError() {
    OutputFolder folder = new OutputFolder("iexec_out/");
    folder.add("computed.json", computed("/iexec_out/missing"));
    assertThatThrownBy(() -> folder.toByteArray(PRINTED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("/iexec_out/missing");
  }

  private static byte[] computed(String path) {
    return ("{ \"deterministic-output-path\" : \"" + path + "\" }").getBytes(UTF_8);
  }

  private static List<String> names(byte[] outcome) {
    return OutputFile.unpack(outcome).stream().map(OutputFile::name).toList();
  }
}
