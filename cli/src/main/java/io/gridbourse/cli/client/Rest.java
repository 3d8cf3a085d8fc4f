package io.gridbourse.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The REST interface of one server. Every write carries an idempotency key, so whatever got no
 * answer is sent again without being done twice. (HttpURLConnection because java.net.http costs a
 * command line half a second.)
 */
public final class Rest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(60);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
  private static final int NOT_FOUND = 404;

  // Gridbourse says in a problem what it lacks or what failed; a bare 404 or 500 comes from a
  // server
  // whose application has not started yet.
  private static final Set<Integer> PASSING = Set.of(NOT_FOUND, 500, 502, 503, 504);
  private static final int PAGE_ROWS = 1_000;

  private final Endpoint endpoint;
  private final Patience patience;

  static {
    // The JDK repeats a POST behind our back otherwise; repeating is decided here.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  /** Requests to {@code endpoint}, repeated as long as {@code patience} lasts. */
  public Rest(Endpoint endpoint, Patience patience) {
    this.endpoint = endpoint;
    this.patience = patience;
  }

  /** The server. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** The same server with another patience. */
  public Rest with(Patience other) {
    return new Rest(endpoint, other);
  }

  /** Reads a thing. */
  public JsonNode get(String path) {
    return call(Call.of("GET", path)).body();
  }

  /** Reads a list by pages, at most {@code rowsMax} rows. */
  public List<JsonNode> list(String path, int rowsMax) {
    List<JsonNode> rows = new ArrayList<>();
    String cursor = "";
    do {
      int limit = Math.min(PAGE_ROWS, rowsMax - rows.size());
      String query = (path.contains("?") ? "&" : "?") + "limit=" + limit;
      JsonNode page = get(path + query + (cursor.isEmpty() ? "" : "&cursor=" + encode(cursor)));
      page.path("items").forEach(rows::add);
      cursor = page.path("nextCursor").asText("");
    } while (!cursor.isEmpty() && rows.size() < rowsMax);
    return rows;
  }

  /** Sends JSON under a new idempotency key. */
  public Answer post(String path, JsonNode body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return post(path, bytes, "application/json", UUID.randomUUID().toString());
  }

  /** Sends a body under an idempotency key. */
  public Answer post(String path, byte[] body, String contentType, String idempotencyKey) {
    Map<String, String> headers =
        Map.of("Content-Type", contentType, "Idempotency-Key", idempotencyKey);
    return call(new Call("POST", path, headers, Body.of(body)));
  }

  /** Stores the bytes of a file. */
  public Answer put(String path, Path file) {
    Map<String, String> headers = Map.of("Content-Type", "application/octet-stream");
    return call(new Call("PUT", path, headers, Body.of(file)));
  }

  /** Does something with the bytes of an answer while they come. */
  public <T> T read(String path, Reader<T> reader) {
    return attempt(Call.of("GET", path), reader);
  }

  /** A long read of events; throws as soon as the server is gone. */
  InputStream events(String path, String lastEventId, Duration silenceMax) throws IOException {
    Map<String, String> headers =
        lastEventId.isEmpty()
            ? Map.of("Accept", "text/event-stream")
            : Map.of("Accept", "text/event-stream", "Last-Event-ID", lastEventId);
    HttpURLConnection connection = open(new Call("GET", path, headers, null));
    connection.setReadTimeout((int) silenceMax.toMillis());
    String type = String.valueOf(connection.getContentType());
    if (connection.getResponseCode() != 200 || !type.startsWith("text/event-stream")) {
      connection.disconnect();
      throw new IOException("no event stream at " + path);
    }
    return connection.getInputStream();
  }

  /** {@code text} as a path segment or query value. */
  public static String encode(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Answer call(Call call) {
    return attempt(
        call,
        (status, in) -> {
          byte[] bytes = in.readAllBytes();
          return new Answer(
              status, bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes));
        });
  }

  private <T> T attempt(Call call, Reader<T> reader) {
    long start = System.nanoTime();
    long pauseMillis = PAUSE_FIRST.toMillis();
    boolean noticed = false;
    while (true) {
      String trouble;
      try {
        return once(call, reader);
      } catch (Passing e) {
        trouble = e.getMessage();
      } catch (IOException e) {
        trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      }
      if (System.nanoTime() - start + pauseMillis * 1_000_000 > patience.total().toNanos()) {
        throw unreachable(trouble);
      }
      if (!noticed) {
        patience.notice().accept(endpoint + " does not answer (" + trouble + "); trying again");
        noticed = true;
      }
      pause(pauseMillis);
      pauseMillis = Math.min(pauseMillis * 2, PAUSE_MAX.toMillis());
    }
  }

  private <T> T once(Call call, Reader<T> reader) throws IOException, Passing {
    HttpURLConnection connection = open(call);
    if (call.body() != null) {
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(call.body().bytes());
      try (OutputStream out = connection.getOutputStream()) {
        call.body().writer().writeTo(out);
      } catch (IOException e) {
        // A server that refuses a body early answers and closes; its answer says more than ours.
        refusal(connection, call);
        throw e;
      }
    }
    int status = connection.getResponseCode();
    if (status >= 400) {
      throwFor(connection, status, call);
    }
    try (InputStream in = connection.getInputStream()) {
      return reader.read(status, in);
    }
  }

  private static void refusal(HttpURLConnection connection, Call call) throws Passing {
    int status;
    try {
      status = connection.getResponseCode();
      if (status >= 400) {
        throwFor(connection, status, call);
      }
    } catch (IOException e) {
      // The caller throws what it knows.
      return;
    }
  }

  private static void throwFor(HttpURLConnection connection, int status, Call call)
      throws IOException, Passing {
    byte[] body = new byte[0];
    InputStream error = connection.getErrorStream();
    if (error != null) {
      try (error) {
        body = error.readAllBytes();
      }
    }
    boolean problem = String.valueOf(connection.getContentType()).contains("problem+json");
    if (PASSING.contains(status) && !problem) {
      throw new Passing(
          status == NOT_FOUND ? "no Gridbourse server is there yet" : "status " + status);
    }
    throw Problems.of(status, body, call.method() + " " + call.path());
  }

  private HttpURLConnection open(Call call) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) endpoint.at(call.path()).toURL().openConnection();
    connection.setRequestMethod(call.method());
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) READ.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json, */*;q=0.5");
    endpoint
        .token()
        .ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
    call.headers().forEach(connection::setRequestProperty);
    return connection;
  }

  private CommandFailed unreachable(String trouble) {
    return new CommandFailed(
        ExitCode.SERVER,
        "no answer from " + endpoint + ": " + trouble,
        "check the address and that the server runs (gridbourse server, or gridbourse context ls)");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "").because(e);
    }
  }

  /** Reads an answer's body. */
  public interface Reader<T> {
    /** Reads {@code in}, which is closed afterwards. */
    T read(int status, InputStream in) throws IOException;
  }

  private interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  private record Body(long bytes, Writer writer) {
    static Body of(byte[] content) {
      return new Body(content.length, out -> out.write(content));
    }

    static Body of(Path file) {
      try {
        return new Body(Files.size(file), out -> Files.copy(file, out));
      } catch (IOException e) {
        throw new CommandFailed(ExitCode.USAGE, "cannot read " + file, "check that the file exists")
            .because(e);
      }
    }
  }

  private record Call(String method, String path, Map<String, String> headers, Body body) {
    static Call of(String method, String path) {
      return new Call(method, path, Map.of(), null);
    }
  }

  /** The server is on its way up or down. */
  private static final class Passing extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    Passing(String message) {
      super(message);
    }
  }
}
