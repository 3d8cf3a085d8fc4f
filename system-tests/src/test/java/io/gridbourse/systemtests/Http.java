package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Requests whose answers are looked at whatever they are. */
final class Http {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private final URI server;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Requests with a personal token, or with none if it is empty. */
  Http(URI server, String token) {
    this.server = server;
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    }
  }

  /** The same with a header more. */
  Http with(String name, String value) {
    Http other = new Http(server, "");
    other.headers.putAll(headers);
    other.headers.put(name, value);
    return other;
  }

  Answer get(String path) {
    return send("GET", path, new byte[0]);
  }

  Answer post(String path, String json) {
    return with("Content-Type", "application/json")
        .send("POST", path, json.getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String path, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(ANSWER_WITHIN)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.body(),
          answer.headers().firstValue("Location").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An answer. */
  record Answer(int status, String type, String body, String location) {
    private static final Set<String> UNREAD = Set.of("LIMIT_EXCEEDED", "SPEC_MALFORMED");

    JsonNode json() {
      try {
        return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + body, e);
      }
    }

    /** Wants this status; what was answered. */
    JsonNode want(int status) {
      assertThat(status()).as("status of %s", body).isEqualTo(status);
      return json();
    }

    /**
     * Wants a refusal, whatever its code, that names this field and a remedy. What is too long to
     * be read as JSON is refused before it is known where it stands.
     */
    JsonNode wantRefusal(String field) {
      assertThat(status()).as("status of %s", body).isBetween(400, 499);
      String code = json().path("code").asText();
      JsonNode problem = wantProblem(status(), code);
      assertThat(problem.path("remedy").asText()).as("remedy of %s", body).isNotBlank();
      if (!UNREAD.contains(code)) {
        assertThat(problem.path("field").asText()).as("field of %s", body).endsWith(field);
      }
      return problem;
    }

    /** Wants a problem with this status and code, which says what to do and gives nothing away. */
    JsonNode wantProblem(int status, String code) {
      assertThat(status()).as("status of %s", body).isEqualTo(status);
      assertThat(type).startsWith("application/problem+json");
      JsonNode problem = json();
      assertThat(problem.path("code").asText()).as(body).isEqualTo(code);
      assertThat(problem.path("detail").asText()).as("detail").isNotBlank();
      assertThat(body).doesNotContain("Exception", "\tat ", "io.gridbourse");
      return problem;
    }
  }
}
