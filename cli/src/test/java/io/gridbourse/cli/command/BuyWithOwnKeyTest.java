package io.gridbourse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.value.Hex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;

final class BuyWithOwnKeyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEAL = "0x" + "d3".repeat(32);
  private static final String HUB = "0x" + "33".repeat(20);
  private static final String INSURANCE = "0x" + "44".repeat(20);
  private static final String QUOTES = "POST /api/v1/insurance/quotes";
  private static final String POLICIES = "GET /api/v1/insurance/policies?limit=1000";
  private static final String DRAFTS = "POST /api/v1/transactions/drafts";
  private static final String TRANSACTIONS = "POST /api/v1/transactions";

  @TempDir Path folder;
  private final FakeServer server = new FakeServer();
  private final Shell shell =
      new Shell().with("GRIDBOURSE_SERVER", server.url()).with("GRIDBOURSE_TOKEN", "gb_pat_test");

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theWalletIsProvenAndEachCallIsSignedOnceTheLedgerTakesIt()
      throws IOException, SignatureException {
    SigningKey key = aServerThatQuotes();
    server
        .answers(DRAFTS, 200, transaction(HUB, "0x11111111", 4))
        .answers(
            DRAFTS,
            409,
            "{\"status\":409,\"code\":\"LEDGER_REFUSES\",\"detail\":\"The ledger would refuse the"
                + " transaction: allowance missing.\"}")
        .answers(DRAFTS, 200, transaction(INSURANCE, "0x22222222", 5))
        .answers(TRANSACTIONS, 202, "{\"transaction\":\"0xab\"}")
        .answers(POLICIES, 200, "{\"items\":[]}")
        .answers(
            POLICIES, 200, "{\"items\":[{\"deal\":\"%s\",\"state\":\"OPEN\"}]}".formatted(DEAL));
    Shell.Ended ended = buy("-o", "json");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("bought for 77 nRLC").contains(DEAL);
    assertThat(JSON.readTree(ended.out()).path("state").asText()).isEqualTo("OPEN");

    JsonNode asked = JSON.readTree(bodies(QUOTES).get(0));
    assertThat(asked.path("sign").asBoolean()).isTrue();
    String[] proof = asked.path("wallet").asText().split("_", -1);
    assertThat(SigningKey.recover(Hex.bytes(proof[0]), Hex.bytes(proof[1])).orElseThrow())
        .isEqualToIgnoringCase(key.address());
    assertThat(JSON.readTree(bodies(DRAFTS).get(0)).path("from").asText()).isEqualTo(key.address());
    List<String> sent = bodies(TRANSACTIONS);
    assertThat(sent).hasSize(2);
    for (int i = 0; i < 2; i++) {
      String raw = JSON.readTree(sent.get(i)).path("transaction").asText();
      SignedRawTransaction signed = (SignedRawTransaction) TransactionDecoder.decode(raw);
      assertThat(signed.getFrom()).isEqualToIgnoringCase(key.address());
      assertThat(signed.getNonce()).isEqualTo(4 + i);
      assertThat(signed.getTo()).isEqualToIgnoringCase(i == 0 ? HUB : INSURANCE);
    }
  }

  @Test
  void whoDoesNotWaitGetsTheQuoteAtOnce() throws IOException {
    aServerThatQuotes();
    server
        .answers(DRAFTS, 200, transaction(HUB, "0x11111111", 4))
        .answers(TRANSACTIONS, 202, "{\"transaction\":\"0xab\"}");
    Shell.Ended ended = buy("--no-wait", "-o", "json");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(JSON.readTree(ended.out()).path("premium").asText()).isEqualTo("77");
    assertThat(bodies(POLICIES)).isEmpty();
  }

  @Test
  void aPremiumAboveTheMostIsNotSigned() throws IOException {
    aServerThatQuotes();
    Shell.Ended ended = buy("--max-premium", "76 nRLC");
    assertThat(ended.code()).isEqualTo(6);
    assertThat(ended.err()).contains("the premium is 77 nRLC");
    assertThat(bodies(TRANSACTIONS)).isEmpty();
  }

  @Test
  void aRequesterWithoutTheMoneyIsToldAtOnceAndNothingIsSent() throws IOException {
    aServerThatQuotes();
    server.answersOnly(
        QUOTES,
        402,
        "{\"status\":402,\"code\":\"NO_FUNDS\",\"detail\":\"The premium is 77 nRLC.\","
            + "\"remedy\":\"Deposit 7 nRLC or more in the hub.\"}");
    Shell.Ended ended = buy();
    assertThat(ended.code()).isEqualTo(6);
    assertThat(ended.err()).contains("NO_FUNDS").contains("Deposit 7 nRLC");
    assertThat(bodies(DRAFTS)).isEmpty();
    assertThat(bodies(TRANSACTIONS)).isEmpty();
  }

  private SigningKey aServerThatQuotes() throws IOException {
    SigningKey key = SigningKey.create(folder.resolve("key.json"), "secret word");
    Files.writeString(folder.resolve("password"), "secret word\n");
    server
        .answers("GET /api/v1/iexec-config", 200, "{\"chains\":{\"grid\":{\"id\":\"31337\"}}}")
        .answers(
            "GET /challenge?chainId=31337&address=" + key.address(),
            200,
            "{\"ok\":true,\"data\":{\"domain\":{\"name\":\"iExec Gateway\",\"version\":\"1\","
                + "\"chainId\":31337},\"message\":{\"challenge\":\"abcd\"}}}")
        .answers(
            QUOTES,
            200,
            "{\"deal\":\"%s\",\"premium\":\"77\",\"calls\":[%s,%s]}"
                .formatted(
                    DEAL,
                    call("approve", HUB, "0x11111111"),
                    call("buy", INSURANCE, "0x22222222")));
    return key;
  }

  private Shell.Ended buy(String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                "insurance",
                "buy",
                DEAL,
                "--keystore",
                folder.resolve("key.json").toString(),
                "--password-file",
                folder.resolve("password").toString()));
    words.addAll(List.of(more));
    return shell.run(words.toArray(String[]::new));
  }

  private List<String> bodies(String line) {
    return server.requests().stream()
        .filter(each -> each.line().equals(line))
        .map(FakeServer.Request::body)
        .toList();
  }

  private static String call(String does, String to, String data) {
    return "{\"does\":\"%s\",\"to\":\"%s\",\"data\":\"%s\"}".formatted(does, to, data);
  }

  private static String transaction(String to, String data, long nonce) {
    return """
        {"chainId":31337,"to":"%s","data":"%s","value":"0","nonce":%d,"gas":90000,
         "maxFeePerGas":"20","maxPriorityFeePerGas":"1"}
        """
        .formatted(to, data, nonce);
  }
}
