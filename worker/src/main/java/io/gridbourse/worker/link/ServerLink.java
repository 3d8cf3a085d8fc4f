package io.gridbourse.worker.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.JuryWire;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.domain.wire.WorkerWire;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Requests to one server. Those after the enrolment carry the worker's signature. */
public final class ServerLink {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration CONTENT = Duration.ofMinutes(10);
  private static final long DISTANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int CONTENT_ATTEMPTS = 5;
  private static final int OK = 200;
  private static final int OK_LAST = 299;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final URI server;
  private final WorkerKey key;
  private final ServerClock clock;
  private long lastSignedNanos = System.nanoTime() - DISTANCE_NANOS;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * A link that opens connections when they are needed.
   *
   * @param server base address, such as {@code http://127.0.0.1:8080}
   */
  public ServerLink(URI server, WorkerKey key, ServerClock clock) {
    String text = server.toString();
    this.server = text.endsWith("/") ? server : URI.create(text + "/");
    this.key = key;
    this.clock = clock;
  }

  public ServerClock clock() {
    return clock;
  }

  /** Introduces the worker. */
  public WorkerWire.Enrolled enrol(WorkerWire.Enrolment enrolment)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    byte[] body = json(enrolment);
    HttpRequest request = post("worker/v1/enrol", body, ANSWER).build();
    WorkerWire.Enrolled enrolled = read(await(send(request)), WorkerWire.Enrolled.class);
    clock.heard(enrolled.serverTime());
    return enrolled;
  }

  /** Tells what the worker's owner says of it. */
  public void declare(WorkerWire.Declaration declaration)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    byte[] body = json(declaration);
    keepDistance();
    HttpRequest.Builder request = post("worker/v1/declaration", body, ANSWER);
    sign(request, "POST", server.resolve("worker/v1/declaration"), body);
    await(send(request.build()));
  }

  /** One round of the long poll, on its way. Cancelling the future gives the request up. */
  public CompletableFuture<HttpResponse<byte[]>> startExchange(WorkerWire.Exchange exchange)
      throws InterruptedException {
    byte[] body = json(exchange);
    keepDistance();
    HttpRequest.Builder request =
        post("worker/v1/exchange", body, ANSWER.plusMillis(exchange.waitMillis()));
    sign(request, "POST", server.resolve("worker/v1/exchange"), body);
    return send(request.build());
  }

  /** The orders that answer a round. */
  public WorkerWire.Orders orders(CompletableFuture<HttpResponse<byte[]>> exchange)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    WorkerWire.Orders orders = read(await(exchange), WorkerWire.Orders.class);
    clock.heard(orders.serverTime());
    return orders;
  }

  /** One round of serving on juries. */
  public JuryWire.Orders jury(JuryWire.Round round)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    byte[] body = json(round);
    keepDistance();
    HttpRequest.Builder request = post("worker/v1/jury", body, ANSWER);
    sign(request, "POST", server.resolve("worker/v1/jury"), body);
    return read(await(send(request.build())), JuryWire.Orders.class);
  }

  /** Content by its name; the caller verifies and closes it. */
  public InputStream content(Sha256 name)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    return fetched(server.resolve("worker/v1/content/" + name));
  }

  /** A checkpoint by its name; the caller verifies and closes it. */
  public InputStream checkpoint(Sha256 name)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    return fetched(server.resolve("worker/v1/checkpoints/" + name));
  }

  /** Has the server keep what a task of a lease saved. */
  public void keepCheckpoint(String lease, long fence, long task, byte[] checkpoint)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    URI uri = server.resolve("worker/v1/checkpoints/" + lease + "/" + fence + "/" + task);
    keepDistance();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER)
            .header("Content-Type", "application/octet-stream")
            .header("Accept", "application/problem+json")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(checkpoint));
    sign(request, "PUT", uri, checkpoint);
    await(send(request.build()));
  }

  private InputStream fetched(URI uri)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return fetch(uri);
      } catch (ServerRefusedException e) {
        if (!e.isAboutIdentity() || attempt == CONTENT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private InputStream fetch(URI uri)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    keepDistance();
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(CONTENT).GET();
    sign(request, "GET", uri, new byte[0]);
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() == OK) {
        return response.body();
      }
      try (InputStream body = response.body()) {
        throw refusal(response, body.readAllBytes());
      }
    } catch (IOException e) {
      throw away(e);
    }
  }

  private HttpRequest.Builder post(String path, byte[] body, Duration timeout) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(timeout)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, application/problem+json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  /**
   * Requests that start at the same moment may arrive in the other order, and the later one would
   * be refused: a small distance keeps them apart.
   */
  private synchronized void keepDistance() throws InterruptedException {
    long wait = lastSignedNanos + DISTANCE_NANOS - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    lastSignedNanos = System.nanoTime();
  }

  private void sign(HttpRequest.Builder request, String method, URI uri, byte[] body) {
    long time = clock.next();
    byte[] hash = requestHash(method, uri.getRawPath(), time, body);
    request
        .header("X-Gridbourse-Worker", key.address().hex())
        .header("X-Gridbourse-Time", Long.toString(time))
        .header("X-Gridbourse-Signature", key.signRequest(hash));
  }

  /** What a worker signs of a request. */
  public static byte[] requestHash(String method, String path, long time, byte[] body) {
    String text = method + "\n" + path + "\n" + time + "\n" + Sha256.of(body).hex();
    return Keccak256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> future)
      throws ServerAwayException, ServerRefusedException, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = future.get();
    } catch (ExecutionException e) {
      throw away(e.getCause());
    }
    if (response.statusCode() < OK || response.statusCode() > OK_LAST) {
      throw refusal(response, response.body());
    }
    return response;
  }

  private ServerAwayException away(Throwable cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new ServerAwayException(server + " cannot be reached: " + why, Duration.ZERO, cause);
  }

  private ServerRefusedException refusal(HttpResponse<?> response, byte[] body)
      throws ServerAwayException {
    int status = response.statusCode();
    if (status >= SERVER_ERROR || status == TOO_MANY) {
      long seconds = response.headers().firstValueAsLong("Retry-After").orElse(0);
      throw new ServerAwayException(
          server + " answers " + status, Duration.ofSeconds(Math.min(seconds, 60)), null);
    }
    response.headers().firstValue("Date").ifPresent(this::heardDate);
    try {
      return ServerRefusedException.of(
          WireJson.MAPPER.readValue(body, Views.Problem.class), status);
    } catch (IOException e) {
      return new ServerRefusedException(
          status,
          "HTTP_" + status,
          server + " answers " + status + ": is it the address of a Gridbourse server?");
    }
  }

  /** A refused request may have been refused because our clock is wrong. */
  private void heardDate(String date) {
    try {
      clock.heard(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli());
    } catch (DateTimeParseException e) {
      // A server without a readable date leaves the offset as it is.
    }
  }

  private static byte[] json(Object value) {
    try {
      return WireJson.MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the protocol cannot be written", e);
    }
  }

  private <T> T read(HttpResponse<byte[]> response, Class<T> type) throws ServerAwayException {
    try {
      return WireJson.MAPPER.readValue(response.body(), type);
    } catch (IOException e) {
      throw new ServerAwayException(
          server + " answers something that is no " + type.getSimpleName() + ": " + e.getMessage(),
          Duration.ZERO,
          e);
    }
  }
}
