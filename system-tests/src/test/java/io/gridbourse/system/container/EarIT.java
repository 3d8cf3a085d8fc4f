package io.gridbourse.system.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The EAR on a full-platform server, as a site with one would run it. */
class EarIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void theEarDeploysOnPayaraServerAndIsHealthy() throws Exception {
    try (Surroundings surroundings = Surroundings.start()) {
      Path folder = Path.of(System.getProperty("gridbourse.payara-server"));
      PayaraServer server = PayaraServer.start(folder, surroundings);
      Optional<ProcessHandle> process = server.process();
      try (server) {
        server.run(resources(surroundings));
        server.run(List.of("deploy " + System.getProperty("gridbourse.ear")));
        HttpResponse<String> health = ready(server);
        assertThat(health.statusCode()).as("%s\n%s", health.body(), server.log()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"UP\"", "database", "ledger");
        HttpResponse<String> about = get(server.url() + "/api/v1/about");
        assertThat(about.body()).contains("\"product\":\"Gridbourse\"");
        assertThat(get(server.url() + "/").body()).contains("<title>Gridbourse</title>");
      }
      assertThat(process).isPresent();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !process.orElseThrow().isAlive());
    }
  }

  /** The pool of connections and the batch repository, by the commands that the bundle has. */
  private static List<String> resources(Surroundings surroundings) {
    return surroundings
        .commands(surroundings.server("preboot.template"))
        .lines()
        .filter(line -> line.startsWith("create-jdbc") || line.startsWith("set-batch"))
        .toList();
  }

  private static HttpResponse<String> ready(PayaraServer server) throws Exception {
    String url = server.url() + "/health/ready";
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(() -> get(url).statusCode() == 200);
    return get(url);
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
