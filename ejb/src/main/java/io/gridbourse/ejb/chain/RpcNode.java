package io.gridbourse.ejb.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;

/**
 * One JSON-RPC endpoint: every request ends within {@link #TIMEOUT}, every answer is at most {@link
 * #BODY_BYTES_MAX} long, and no more than {@link #REQUESTS_MAX} wait for it at a time.
 */
final class RpcNode {
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  static final long BODY_BYTES_MAX = 5L << 20;
  static final int REQUESTS_MAX = 16;

  /** How long nobody listens to an endpoint that said something untrue. */
  static final Duration QUARANTINE = Duration.ofSeconds(30);

  private static final int HTTP_OK = 200;
  private static final int CONNECTIONS_KEPT = 4;
  private static final MediaType JSON = MediaType.get("application/json");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI address;
  private final Clock clock;
  private final Breaker breaker;
  private final OkHttpClient client;
  private final Semaphore places = new Semaphore(REQUESTS_MAX);
  private volatile Instant quarantinedUntil = Instant.MIN;
  private volatile String fault = "";
  private volatile long head = -1;
  private volatile boolean lags;
  private volatile boolean verified;

  RpcNode(URI address, Clock clock) {
    this.address = address;
    this.clock = clock;
    this.breaker = new Breaker(clock);
    this.client =
        new OkHttpClient.Builder()
            .callTimeout(TIMEOUT)
            .connectTimeout(TIMEOUT)
            .readTimeout(TIMEOUT)
            .writeTimeout(TIMEOUT)
            .connectionPool(new ConnectionPool(CONNECTIONS_KEPT, 1, TimeUnit.MINUTES))
            .followRedirects(false)
            .build();
  }

  /** Sends a request; the answer is an object of JSON-RPC for sure, whatever it says. */
  byte[] post(String request) throws IOException {
    if (!breaker.lets()) {
      throw new IOException("it is left alone for a while: " + fault);
    }
    if (!tryEnter()) {
      throw new IOException(REQUESTS_MAX + " requests wait for it already");
    }
    try {
      byte[] answer = answerTo(request);
      breaker.answered();
      return answer;
    } catch (IOException e) {
      failed(e.getMessage());
      throw e;
    } finally {
      places.release();
    }
  }

  private boolean tryEnter() {
    try {
      return places.tryAcquire(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private byte[] answerTo(String request) throws IOException {
    okhttp3.Request post =
        new okhttp3.Request.Builder()
            .url(address.toString())
            .post(RequestBody.create(request, JSON))
            .build();
    try (okhttp3.Response response = client.newCall(post).execute()) {
      if (response.code() != HTTP_OK) {
        throw new IOException("it answered with the status " + response.code());
      }
      byte[] body = bounded(response.body());
      requireAnswer(body);
      return body;
    }
  }

  private static byte[] bounded(ResponseBody body) throws IOException {
    if (body == null) {
      throw new IOException("it answered nothing");
    }
    if (body.source().request(BODY_BYTES_MAX + 1)) {
      throw new IOException("the answer has more than " + BODY_BYTES_MAX + " bytes");
    }
    return body.bytes();
  }

  private static void requireAnswer(byte[] body) throws IOException {
    JsonNode answer;
    try {
      answer = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("it answered no JSON", e);
    }
    if (answer == null || !(answer.has("result") || answer.hasNonNull("error"))) {
      throw new IOException("it answered neither a result nor an error");
    }
  }

  URI address() {
    return address;
  }

  /** It gave an answer that makes sense. */
  void succeeded() {
    breaker.succeeded();
  }

  /** It gave no answer, or nonsense. */
  void failed(String why) {
    fault = why == null ? "it did not answer" : why;
    breaker.failed();
  }

  /** It said something untrue: nobody listens to it for a while. */
  void quarantine(String why) {
    fault = why;
    verified = false;
    quarantinedUntil = clock.instant().plus(QUARANTINE);
  }

  boolean isQuarantined() {
    return clock.instant().isBefore(quarantinedUntil);
  }

  boolean isWell() {
    return breaker.isWell() && !isQuarantined() && !lags;
  }

  boolean isVerified() {
    return verified;
  }

  void verified() {
    verified = true;
  }

  long head() {
    return head;
  }

  void head(long number, boolean isBehind) {
    head = number;
    lags = isBehind;
  }

  /** What an operator sees of it; the address without user, password, path and query. */
  EndpointState state() {
    String shown = address.getScheme() + "://" + address.getHost() + ":" + address.getPort();
    if (isQuarantined()) {
      return new EndpointState(
          shown, "QUARANTINED", Optional.of(fault), Optional.of(quarantinedUntil), head);
    }
    if (!breaker.isWell()) {
      return new EndpointState(shown, "SILENT", Optional.of(fault), Optional.empty(), head);
    }
    return new EndpointState(
        shown, lags ? "LAGS" : "WELL", Optional.empty(), Optional.empty(), head);
  }
}
