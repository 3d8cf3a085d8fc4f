package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridbourse.contracts.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;

final class ChallengeCommandTest {
  private static final String NAME = "b-0000000000000001/7";
  private static final String CHALLENGE = "/api/v1/bags/b-0000000000000001/tasks/7/challenge";
  private static final String HUB = "0x" + "33".repeat(20);

  @TempDir Path folder;
  private final FakeServer server = new FakeServer();
  private final Shell shell =
      new Shell().with("GRIDBOURSE_SERVER", server.url()).with("GRIDBOURSE_TOKEN", "gb_pat_test");

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aKeyOfOnesOwnSignsHereAndOnlyItsSignatureLeaves() throws IOException, SignatureException {
    SigningKey key = SigningKey.create(folder.resolve("key.json"), "secret word");
    Path password = Files.writeString(folder.resolve("password"), "secret word\n");
    server.answers(
        "GET " + CHALLENGE + "/transaction?from=" + key.address(),
        200,
        "{\"transaction\":{\"chainId\":31337,\"to\":\""
            + HUB
            + "\",\"data\":\"0x1234\",\"value\":\"0\",\"nonce\":4,\"gas\":90000,"
            + "\"maxFeePerGas\":\"20\",\"maxPriorityFeePerGas\":\"1\"}}");
    server.answers("POST /api/v1/transactions", 202, "{\"transaction\":\"0xABC\"}");
    server.answers(
        "GET /api/v1/disputes?limit=100",
        200,
        "{\"items\":[{\"id\":8,\"transaction\":\"0xdef\"},{\"id\":7,\"transaction\":\"0xabc\"}]}");
    var ended =
        shell.run(
            "task",
            "challenge",
            NAME,
            "--keystore",
            folder.resolve("key.json").toString(),
            "--password-file",
            password.toString());
    assertThat(ended.err()).contains("in transaction 0xABC");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("dispute 7 is open");
    assertThat(server.requests()).noneMatch(each -> each.body().contains("secret"));
    String raw =
        new ObjectMapper().readTree(server.requests().get(1).body()).path("transaction").asText();
    SignedRawTransaction signed = (SignedRawTransaction) TransactionDecoder.decode(raw);
    assertThat(signed.getFrom()).isEqualToIgnoringCase(key.address());
    assertThat(signed.getNonce()).isEqualTo(4);
    assertThat(signed.getTo()).isEqualToIgnoringCase(HUB);
    assertThat(signed.getData()).endsWith("1234");
  }

  @Test
  void aKeystoreThatIsNotThereIsNamedWithItsOption() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "secret word\n");
    var ended =
        shell.run(
            "task",
            "challenge",
            NAME,
            "--keystore",
            folder.resolve("nowhere.json").toString(),
            "--password-file",
            password.toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no file").contains("--keystore");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aKeystoreThatDoesNotOpenIsToldBeforeAnythingIsAsked() throws IOException {
    SigningKey.create(folder.resolve("key.json"), "secret word");
    Path password = Files.writeString(folder.resolve("password"), "another\n");
    var ended =
        shell.run(
            "task",
            "challenge",
            NAME,
            "--keystore",
            folder.resolve("key.json").toString(),
            "--password-file",
            password.toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("does not open").contains("remedy:");
    assertThat(server.requests()).isEmpty();
  }
}
