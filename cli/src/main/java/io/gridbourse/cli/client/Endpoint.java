package io.gridbourse.cli.client;

import java.net.URI;
import java.util.Optional;

/** A server and the token that speaks for the user there. */
public record Endpoint(URI server, Optional<String> token) {
  /** The address of {@code path}, which begins with a slash. */
  public URI at(String path) {
    String base = server.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return server.toString();
  }
}
