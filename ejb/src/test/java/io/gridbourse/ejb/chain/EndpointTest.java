package io.gridbourse.ejb.chain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that answers nonsense is unavailable; it is never believed. */
class EndpointTest {
  private HttpServer server;
  private JsonRpcChain chain;
  private volatile String answer = "";
  private volatile long padding;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.getBytes(StandardCharsets.UTF_8));
            byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            for (long sent = 0; sent < padding; sent += blanks.length) {
              out.write(blanks);
            }
          } catch (IOException e) {
            // The client hung up, as it should.
          }
        });
    server.start();
    chain =
        new JsonRpcChain(
            new Endpoint(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Clock.systemUTC()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"31337\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xfffffffffffffffffffff\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"no\"}}"
      })
  void nonsenseIsNotBelieved(String text) {
    answer = text;
    assertThatThrownBy(() -> chain.chainId()).isInstanceOf(ChainUnavailable.class);
  }

  @Test
  void aHugeNumberIsRefusedWithoutBeingRead() {
    answer = result("\"0x" + "f".repeat(4_000_000) + "\"");
    assertThatThrownBy(() -> chain.chainId())
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("no number");
  }

  @Test
  void aBodyWithoutEndIsCutAtTheLimit() {
    answer = result("\"0x1\"");
    padding = 100L << 20;
    assertThatThrownBy(() -> chain.chainId())
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("5242880");
  }

  @Test
  void blocksAndReceiptsOfAnotherFormAreRefused() {
    answer = result("{\"number\":\"0x1\",\"hash\":\"0x12\"}");
    assertThatThrownBy(() -> chain.head()).isInstanceOf(ChainUnavailable.class);
    Bytes32 hash = Bytes32.ZERO;
    answer = result("{\"transactionHash\":\"0x" + "11".repeat(32) + "\"}");
    assertThatThrownBy(() -> chain.receipt(hash))
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("another transaction");
    answer = result("[{\"blockHash\":\"0x" + "11".repeat(32) + "\"}]");
    Chain.Block block = new Chain.Block(1, hash, hash, Instant.EPOCH, "");
    assertThatThrownBy(() -> chain.logs(block, Set.of(Address.ZERO)))
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("another block");
  }

  private static String result(String json) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}";
  }
}
