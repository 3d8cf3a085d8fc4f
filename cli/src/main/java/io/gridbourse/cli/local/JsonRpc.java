package io.gridbourse.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Single calls to a chain's node, for what web3j has no words for. */
public final class JsonRpc {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 10_000;

  private final URI node;

  /** Calls to {@code node}. */
  public JsonRpc(URI node) {
    this.node = node;
  }

  /**
   * Calls a method.
   *
   * @throws IOException if the node does not answer, or answers with an error
   */
  public JsonNode call(String method, Object... parameters) throws IOException {
    ArrayNode list = JSON.createArrayNode();
    for (Object parameter : parameters) {
      list.addPOJO(parameter);
    }
    byte[] body =
        JSON.createObjectNode()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", method)
            .<com.fasterxml.jackson.databind.node.ObjectNode>set("params", list)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    HttpURLConnection connection = (HttpURLConnection) node.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    try (InputStream in = connection.getInputStream()) {
      JsonNode answer = JSON.readTree(in);
      if (answer.hasNonNull("error")) {
        throw new IOException(method + ": " + answer.path("error").path("message").asText());
      }
      return answer.path("result");
    }
  }
}
