package io.gridbourse.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers what it was told and keeps what it was asked. */
final class FakeServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Deque<Reply>> replies = new HashMap<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  FakeServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  record Request(String line, String body, Map<String, String> headers) {}

  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Reply(int status, String type, byte[] body) {}

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next answer to a request; the last one is repeated. */
  FakeServer answers(String request, int status, String json) {
    return answers(
        request,
        status,
        status >= 400 ? "application/problem+json" : "application/json",
        json.getBytes(UTF_8));
  }

  /** The answer from now on, whatever was to be answered before. */
  synchronized FakeServer answersOnly(String request, int status, String json) {
    replies.remove(request);
    return answers(request, status, json);
  }

  synchronized FakeServer answers(String request, int status, String type, byte[] body) {
    replies.computeIfAbsent(request, any -> new ArrayDeque<>()).add(new Reply(status, type, body));
    return this;
  }

  List<Request> requests() {
    return requests.stream().filter(r -> !r.line().contains("/events")).toList();
  }

  private synchronized Optional<Reply> next(String request) {
    Deque<Reply> queue = replies.getOrDefault(request, new ArrayDeque<>());
    return Optional.ofNullable(queue.size() > 1 ? queue.poll() : queue.peek());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      Map<String, String> headers = new HashMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      requests.add(new Request(line, body, headers));
      Reply reply =
          next(line)
              .orElse(
                  new Reply(
                      404,
                      "application/problem+json",
                      "{\"status\":404,\"code\":\"NOT_FOUND\",\"detail\":\"nothing here\"}"
                          .getBytes(UTF_8)));
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.sendResponseHeaders(
          reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
