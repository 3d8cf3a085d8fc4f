package io.gridbourse.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Stands before a node of the chain, and spoils what it says in one way or another. */
final class FaultyProxy implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HUGE_BYTES = 100 << 20;
  private static final int BLOCKS_BACK = 20;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "faulty proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final URI node;
  private volatile Fault fault = Fault.NONE;

  /** What is wrong. */
  enum Fault {
    /** Nothing. */
    NONE,
    /** Connections end without an answer. */
    DOWN,
    /** Every answer takes its time. */
    SLOW,
    /** No answer comes in time. */
    HANG,
    /** It wants fewer requests. */
    TOO_MANY,
    /** It answers with something that is no JSON. */
    GARBAGE,
    /** It says that it serves another chain. */
    OTHER_CHAIN,
    /** Answers of 100 MiB. */
    HUGE_BODY,
    /** Numbers of a million digits. */
    HUGE_NUMBER,
    /** Blocks whose header tells of events, and no events. */
    NO_EVENTS,
    /** Its newest block is older than what it showed before. */
    BACK,
    /** Transactions that succeeded have failed, it says. */
    LYING_RECEIPT,
    /** Answers end in their middle. */
    TRUNCATED
  }

  FaultyProxy(URI node) {
    this.node = node;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void fault(Fault next) {
    fault = next;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      ObjectNode request = (ObjectNode) JSON.readTree(exchange.getRequestBody().readAllBytes());
      switch (fault) {
        case NONE -> send(exchange, 200, forward(request));
        case DOWN -> exchange.getHttpContext();
        case SLOW -> {
          pause(Duration.ofMillis(300));
          send(exchange, 200, forward(request));
        }
        case HANG -> pause(Duration.ofSeconds(20));
        case TOO_MANY -> send(exchange, 429, "{}".getBytes(StandardCharsets.UTF_8));
        case GARBAGE -> send(exchange, 200, "<html>502</html>".getBytes(StandardCharsets.UTF_8));
        case HUGE_BODY -> flood(exchange);
        case TRUNCATED -> {
          byte[] whole = forward(request);
          exchange.sendResponseHeaders(200, whole.length);
          exchange.getResponseBody().write(whole, 0, whole.length / 2);
        }
        case OTHER_CHAIN, HUGE_NUMBER, NO_EVENTS, BACK, LYING_RECEIPT ->
            send(exchange, 200, spoilt(request));
      }
    }
  }

  private byte[] spoilt(ObjectNode request) throws IOException {
    String method = request.path("method").asText();
    boolean asksHead = request.at("/params/0").asText().equals("latest");
    if (fault == Fault.BACK && method.equals("eth_getBlockByNumber") && asksHead) {
      ((ArrayNode) request.get("params")).set(0, JSON.valueToTree(back()));
    }
    ObjectNode answer = (ObjectNode) JSON.readTree(forward(request));
    switch (fault) {
      case OTHER_CHAIN -> replace(answer, method, "eth_chainId", "\"0x539\"");
      case HUGE_NUMBER ->
          replace(answer, method, "eth_getTransactionCount", "\"0x" + "f".repeat(1_000_000) + "\"");
      case NO_EVENTS -> replace(answer, method, "eth_getLogs", "[]");
      case BACK -> replace(answer, method, "eth_blockNumber", "\"" + back() + "\"");
      case LYING_RECEIPT -> {
        if (method.equals("eth_getTransactionReceipt") && answer.path("result").isObject()) {
          ((ObjectNode) answer.get("result")).put("status", "0x0");
        }
      }
      default -> throw new IllegalStateException("not an answer to spoil: " + fault);
    }
    return JSON.writeValueAsBytes(answer);
  }

  private static void replace(ObjectNode answer, String method, String of, String json)
      throws IOException {
    if (method.equals(of)) {
      answer.set("result", JSON.readTree(json));
    }
  }

  private String back() throws IOException {
    ObjectNode ask = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    ask.put("method", "eth_blockNumber").putArray("params");
    JsonNode head = JSON.readTree(forward(ask)).path("result");
    return "0x" + Long.toHexString(Math.max(0, Long.decode(head.asText()) - BLOCKS_BACK));
  }

  private byte[] forward(JsonNode request) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) node.toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.getOutputStream().write(JSON.writeValueAsBytes(request));
    return connection.getInputStream().readAllBytes();
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void flood(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int sent = 0; sent < HUGE_BYTES; sent += blanks.length) {
        out.write(blanks);
      }
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
