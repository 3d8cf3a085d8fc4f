package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.contracts.RequestOrder;
import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.Words;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order book at the server's root, as the client of iExec's network uses it. */
@ExtendWith(GridExtension.class)
class GatewayIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ZERO = "0x" + "0".repeat(40);
  private static final String NO_TAG = "0x" + "0".repeat(64);
  private final SigningKey wallet = SigningKey.generate();

  @Test
  void aRequestIsPublishedListedShownAndTakenBack(Grid grid) throws Exception {
    ObjectNode body = body(order(grid, 7));
    Http.Answer answer = publish(grid, proof(grid, wallet), body.toString());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode published = answer.json().path("published");
    String hash = published.path("orderHash").asText();
    assertThat(published.path("status").asText()).isEqualTo("open");
    assertThat(published.path("signer").asText()).isEqualTo(wallet.address());
    JsonNode listed = get(grid, "/requestorders?requester=" + wallet.address());
    assertThat(listed.path("ok").asBoolean()).isTrue();
    assertThat(listed.path("count").asInt()).isEqualTo(1);
    assertThat(listed.path("nextPage").isMissingNode()).isTrue();
    JsonNode found = listed.at("/orders/0");
    assertThat(found.path("orderHash").asText()).isEqualTo(hash);
    assertThat(found.at("/order/volume").isIntegralNumber()).isTrue();
    assertThat(found.at("/order/workerpoolmaxprice").asLong()).isEqualTo(1);
    assertThat(get(grid, "/requestorders/" + hash).path("remaining").asLong()).isEqualTo(7);
    String all = "{\"target\":\"unpublish_all\",\"requester\":\"" + wallet.address() + "\"}";
    JsonNode gone = put(grid, proof(grid, wallet), all).json();
    assertThat(gone.at("/unpublished/0").asText()).as(gone.toString()).isEqualTo(hash);
    assertThat(get(grid, "/requestorders/" + hash).path("status").asText()).isEqualTo("canceled");
  }

  @Test
  void aProofServesOnceAndOnlyItsWallet(Grid grid) throws Exception {
    String proof = proof(grid, wallet);
    assertThat(publish(grid, proof, body(order(grid, 1)).toString()).status()).isEqualTo(200);
    wantRefusal(publish(grid, proof, body(order(grid, 2)).toString()), 403);
    String stranger = proof(grid, SigningKey.generate());
    wantRefusal(publish(grid, stranger, body(order(grid, 3)).toString()), 403);
    String stolen = proof(grid, wallet).substring(0, 66) + "_0x" + "1".repeat(130) + "_" + ZERO;
    wantRefusal(publish(grid, stolen, body(order(grid, 3)).toString()), 403);
    wantRefusal(publish(grid, "Bearer nothing", body(order(grid, 3)).toString()), 403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "volume|115792089237316195423570985008687907853269984665640564039457584007913129639935",
        "workerpoolmaxprice|-1",
        "trust|1e5",
        "volume|0",
        "category|5",
        "tag|0x0000000000000000000000000000000000000000000000000000000000000200",
        "params|{\"unknown\":1}",
        "app|0x12",
        "sign|0x1234567",
        "surprise|1"
      })
  void whatIsNoOrderIsRefusedByTheNameOfItsMember(String member, String value, Grid grid)
      throws Exception {
    ObjectNode body = body(order(grid, 1));
    ((ObjectNode) body.path("order")).put(member, value);
    JsonNode refusal = wantRefusal(publish(grid, proof(grid, wallet), body.toString()), 400);
    assertThat(refusal.path("error").asText()).contains(member);
  }

  @Test
  void doubleKeysOtherChainsAndUnknownPathsAreRefusedInTheClientsForm(Grid grid) throws Exception {
    String text = body(order(grid, 1)).toString();
    String doubled = text.replace("\"volume\":", "\"volume\":1,\"volume\":");
    wantRefusal(publish(grid, proof(grid, wallet), doubled), 400);
    wantRefusal(publish(grid, proof(grid, wallet), text.replace("\"order\"", "\"ordre\"")), 400);
    Http nobody = new Http(grid.installation().url(), "");
    wantRefusal(nobody.get("/apporders?chainId=1"), 400);
    wantRefusal(nobody.get("/apporders"), 400);
    wantRefusal(nobody.get(at(grid, "/apporders?pageSize=9")), 400);
    wantRefusal(nobody.get(at(grid, "/apporders?minTag=0x1")), 400);
    wantRefusal(nobody.get(at(grid, "/apporders/0x" + "0".repeat(64))), 404);
    wantRefusal(nobody.get(at(grid, "/deals/what/else")), 404);
    wantRefusal(nobody.send("DELETE", at(grid, "/apporders"), new byte[0]), 405);
  }

  @Test
  void insuranceIsQuotedToAProvenWalletForItsOwnDealOnly(Grid grid) {
    String path = at(grid, "/deals/0x" + "7".repeat(64) + "/insurance");
    Http anybody = new Http(grid.installation().url(), "");
    Http.Answer unproven = anybody.post(path, "{}");
    assertThat(unproven.status()).as(unproven.body()).isEqualTo(403);
    assertThat(unproven.json().path("code").asText()).isEqualTo("WALLET_NOT_PROVEN");
    Http.Answer unknown =
        anybody.with("Authorization", proof(grid, wallet)).send("POST", path, new byte[0]);
    assertThat(unknown.status()).as(unknown.body()).isEqualTo(404);
    assertThat(unknown.json().path("code").asText()).isEqualTo("UNKNOWN_DEAL");
    assertThat(unknown.json().path("ok").asBoolean(true)).isFalse();
  }

  @Test
  void offersAndDealsAreListedForAnybody(Grid grid) {
    grid.submit(Spec.of("noop", 2)).awaitCompletion();
    String app = grid.rest("provider").get("/api/v1/apps/noop").path("address").asText();
    JsonNode apps = get(grid, "/apporders?app=" + app);
    assertThat(apps.at("/orders/0/order/appprice").asLong()).isEqualTo(1_000);
    assertThat(get(grid, "/apporders?app=any&requester=any&dataset=any").path("count").asInt())
        .isPositive();
    JsonNode pools = get(grid, "/workerpoolorders?category=0&minTrust=10");
    assertThat(pools.at("/orders/0/order/category").asInt()).isZero();
    assertThat(get(grid, "/workerpoolorders?category=4&minTrust=9000000").path("count").asInt())
        .isZero();
    JsonNode deals = get(grid, "/deals?app=" + app);
    assertThat(deals.path("count").asInt()).isPositive();
    String order = deals.at("/deals/0/apporderHash").asText();
    assertThat(get(grid, "/deals?apporderHash=" + order).path("count").asInt()).isPositive();
    assertThat(get(grid, "/deals?requester=" + wallet.address()).path("count").asInt()).isZero();
  }

  private RequestOrder order(Grid grid, long volume) {
    String app = grid.rest("provider").get("/api/v1/apps/noop").path("address").asText();
    JsonNode about = grid.rest("provider").get("/api/v1/about");
    RequestOrder order =
        new RequestOrder(
            app,
            BigInteger.valueOf(1_000),
            ZERO,
            BigInteger.ZERO,
            ZERO,
            // Nobody computes for so little: the order stays in the book.
            BigInteger.ONE,
            wallet.address(),
            BigInteger.valueOf(volume),
            NO_TAG,
            BigInteger.ZERO,
            BigInteger.ZERO,
            ZERO,
            ZERO,
            "{\"iexec_args\":\"x\"}",
            "0x" + String.format("%064x", System.nanoTime()),
            "0x");
    return wallet.sign(
        order, new SigningDomain(about.path("chainId").asLong(), about.path("hub").asText()));
  }

  /** As the client sends it: numbers are strings. */
  private static ObjectNode body(RequestOrder order) {
    ObjectNode tree = JSON.valueToTree(order);
    for (String name : new String[] {"volume", "category", "trust", "appmaxprice"}) {
      tree.put(name, tree.path(name).asText());
    }
    return JSON.createObjectNode().set("order", tree);
  }

  private static String proof(Grid grid, SigningKey key) {
    JsonNode data = get(grid, "/challenge?address=" + key.address()).path("data");
    assertThat(data.at("/primaryType").asText()).isEqualTo("Challenge");
    byte[] separator =
        Keccak256.of(
            hashed("EIP712Domain(string name,string version,uint256 chainId)"),
            hashed(data.at("/domain/name").asText()),
            hashed(data.at("/domain/version").asText()),
            Words.uint256(data.at("/domain/chainId").asLong()));
    byte[] struct =
        Keccak256.of(
            hashed("Challenge(string challenge)"), hashed(data.at("/message/challenge").asText()));
    byte[] hash = Keccak256.of(new byte[] {0x19, 0x01}, separator, struct);
    return Hex.of(hash) + "_" + Hex.of(key.sign(hash)) + "_" + key.address();
  }

  private static byte[] hashed(String text) {
    return Keccak256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Http.Answer publish(Grid grid, String proof, String body) {
    return sent(grid, proof, "POST", body);
  }

  private static Http.Answer put(Grid grid, String proof, String body) {
    return sent(grid, proof, "PUT", body);
  }

  private static Http.Answer sent(Grid grid, String proof, String method, String body) {
    return new Http(grid.installation().url(), "")
        .with("Authorization", proof)
        .with("Content-Type", "application/json")
        .send(method, at(grid, "/requestorders"), body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode get(Grid grid, String path) {
    Http.Answer answer = new Http(grid.installation().url(), "").get(at(grid, path));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.type()).startsWith("application/json");
    return answer.json();
  }

  private static String at(Grid grid, String path) {
    long chain = grid.rest("provider").get("/api/v1/about").path("chainId").asLong();
    return path + (path.contains("?") ? "&" : "?") + "chainId=" + chain;
  }

  private static JsonNode wantRefusal(Http.Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.type()).startsWith("application/json");
    assertThat(answer.json().path("ok").asBoolean(true)).isFalse();
    assertThat(answer.json().path("error").asText()).isNotBlank();
    assertThat(answer.body()).doesNotContain("Exception", "io.gridbourse");
    return answer.json();
  }
}
