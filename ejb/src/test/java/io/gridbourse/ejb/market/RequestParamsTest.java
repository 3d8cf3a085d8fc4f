package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Sha256;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParamsTest {
  private static final String HEX = "ab".repeat(32);

  @ParameterizedTest
  @ValueSource(strings = {"--plain words", "42", "[1]", "\"text\"", "{broken"})
  void whatIsNoObjectIsACommandLine(String text) {
    assertThat(read(text).args()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"iexec_result_storage_provider\":\"ipfs\"}",
        "{\"iexec_secrets\":{},\"iexec_input_files\":[],\"iexec_result_encryption\":false}"
      })
  void whatAsksForNothingIsHonoured(String text) {
    assertThat(read(text)).isEqualTo(new RequestParams("", java.util.List.of()));
  }

  @Test
  void argumentsAndFilesOfThisInstallationAreRead() {
    RequestParams params =
        read(
            "{\"iexec_args\":\"a b\",\"iexec_input_files\":[\"http://here:1/ipfs/%s/in.txt\",\"https://any/ipfs/%s\"]}"
                .formatted(HEX, HEX));
    assertThat(params.args()).isEqualTo("a b");
    assertThat(params.inputs())
        .containsExactly(
            new RequestParams.InputFile("in.txt", new Sha256(HEX)),
            new RequestParams.InputFile(HEX, new Sha256(HEX)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"iexec_secrets\":{\"1\":\"token\"}} | iexec_secrets",
        "{\"iexec_result_encryption\":true} | iexec_result_encryption",
        "{\"iexec_result_storage_provider\":\"dropbox\"} | 'dropbox'",
        "{\"bulk_cid\":\"Qm\"} | bulk_cid",
        "{\"iexec_args\":7} | iexec_args must be a text",
        "{\"iexec_input_files\":\"x\"} | must be a list",
        "{\"iexec_input_files\":[7]} | iexec_input_files names",
        "{\"iexec_input_files\":[\"https://example.org/data.csv\"]} | tasks have no network",
        "{\"iexec_input_files\":[\"http://h/ipfs/%s/../x\"]} | iexec_input_files names",
        "{\"iexec_developer_logger\":true} | 'iexec_developer_logger' is not known"
      })
  void whatCannotBeHonouredIsRefusedByName(String text, String named) {
    RequestParams.Reading reading = RequestParams.read(text.formatted(HEX));
    assertThat(reading.params()).isEmpty();
    assertThat(reading.problem()).contains(named);
  }

  @Test
  void filesHaveNamesOfTheirOwnAndAreNotTooMany() {
    String same =
        "{\"iexec_input_files\":[\"http://h/ipfs/%s/a\",\"http://h/ipfs/%s/a\"]}"
            .formatted(HEX, HEX);
    assertThat(RequestParams.read(same).problem()).contains("two files named a");
    String many =
        IntStream.rangeClosed(0, RequestParams.INPUT_FILES_MAX)
            .mapToObj(i -> "\"http://h/ipfs/" + HEX + "/" + i + "\"")
            .collect(Collectors.joining(",", "{\"iexec_input_files\":[", "]}"));
    assertThat(RequestParams.read(many).problem()).contains("more than 100 files");
  }

  private static RequestParams read(String text) {
    RequestParams.Reading reading = RequestParams.read(text);
    assertThat(reading.problem()).isEmpty();
    return reading.params().orElseThrow();
  }
}
