package io.gridbourse.system.container;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.GiveUpReason;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.AppRequest;
import io.gridbourse.ejb.bag.BagQueries;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.market.AppQueries;
import io.gridbourse.ejb.market.RegisterApp;
import io.gridbourse.ejb.market.Registration;
import io.gridbourse.ejb.market.Submission;
import io.gridbourse.ejb.market.SubmitOptions;
import io.gridbourse.ejb.proof.FactEntry;
import io.gridbourse.ejb.proof.FactWriter;
import io.gridbourse.ejb.proof.GroupCommit;
import io.gridbourse.ejb.proof.StaleEpoch;
import io.gridbourse.ejb.session.ReceiveBag;
import io.gridbourse.ejb.session.SubmittedText;
import io.gridbourse.ejb.start.MigrateDatabase;
import io.gridbourse.ejb.users.User;
import io.gridbourse.ejb.users.Users;
import jakarta.annotation.Resource;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server itself, in its container: what was assembled is what is deployed. */
@ExtendWith({ContainerSurroundings.class, ArquillianExtension.class})
class ServerIT {
  private static final String SMOKE_JOB =
      """
      <job id="smoke" xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.0">
        <step id="only">
          <batchlet ref="%s"/>
        </step>
      </job>
      """
          .formatted(SmokeBatchlet.class.getName());

  private static final String COMMITS =
      "select xact_commit from pg_stat_database where datname = current_database()";

  @EJB private MigrateDatabase migrate;

  @EJB private ReceiveBag receiveBag;

  @EJB private RegisterApp registerApp;

  @Inject private ContentStore contents;

  @Inject private AppQueries apps;

  @Inject private BagQueries bags;

  @Inject private Users users;

  @Resource(lookup = "jdbc/gridbourse")
  private DataSource database;

  @Deployment
  static WebArchive server() {
    File war = Path.of(System.getProperty("gridbourse.bundle"), "server/gridbourse.war").toFile();
    return ShrinkWrap.create(ZipImporter.class, "gridbourse.war")
        .importFrom(war)
        .as(WebArchive.class)
        .addClasses(ContainerSurroundings.class, SmokeBatchlet.class)
        .addAsResource(new StringAsset(SMOKE_JOB), "META-INF/batch-jobs/smoke.xml")
        .addAsResource(
            Path.of(System.getProperty("gridbourse.bundle"), "examples/noop.wasm").toFile(),
            "noop.wasm")
        .addAsLibraries(jarOf(Assertions.class), jarOf(Awaitility.class), jarOf(Matcher.class));
  }

  private static File jarOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toFile();
  }

  @Test
  void theDatabaseIsMigratedBeforeTheServerServes() throws Exception {
    assertThat(migrate.isDone()).isTrue();
    try (Connection connection = database.getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select count(*) from gridbourse_schema where success")) {
      row.next();
      assertThat(row.getInt(1)).isPositive();
    }
  }

  @Test
  void theBatchRepositoryLivesInTheDatabase() throws Exception {
    JobOperator jobs = BatchRuntime.getJobOperator();
    long execution = jobs.start("smoke", new Properties());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> jobs.getJobExecution(execution).getBatchStatus() == BatchStatus.COMPLETED);
    try (Connection connection = database.getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select count(*) from batch_executioninstancedata")) {
      row.next();
      assertThat(row.getInt(1)).isPositive();
    }
  }

  @Test
  @RunAsClient
  void anUnknownPathIsAProblemAndNotAPage(@ArquillianResource URL base) throws Exception {
    HttpResponse<String> answer = get(base, "api/v1/nothing-here");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"NOT_FOUND\"").doesNotContain("Exception");
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @Test
  void aBagOfAnUnknownAppIsRefusedAndNothingIsStored() {
    long before = count("select count(*) from bag");
    ReceiveBag.Receipt receipt = receive("nobody-registered-this", 10, Optional.empty());
    Submission submission = ((ReceiveBag.Receipt.Decided) receipt).submission();
    assertThat(submission).isInstanceOf(Submission.Refused.class);
    assertThat(((Submission.Refused) submission).reason()).isEqualTo(Submission.Reason.UNKNOWN_APP);
    assertThat(count("select count(*) from bag")).isEqualTo(before);
    assertThat(count("select count(*) from submitted_text")).isEqualTo(before);
  }

  @Test
  void aSubmittedBagBecomesOneDealAndOneBagAndOneJob() throws Exception {
    registerNoop();
    ReceiveBag.Receipt receipt = receive("noop", 1_000, Optional.empty());
    Submission submission = ((ReceiveBag.Receipt.Decided) receipt).submission();
    assertThat(submission).isInstanceOf(Submission.Accepted.class);
    String bag = ((Submission.Accepted) submission).bag().text();
    User requester = users.byName("requester").orElseThrow();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> bags.find(requester, bag).orElseThrow().state().equals("RUNNING"));
    String deal = bags.find(requester, bag).orElseThrow().deal();
    assertThat(count("select count(*) from deal where id = '" + deal + "'")).isEqualTo(1);
    assertThat(count("select count(*) from bag where deal = '" + deal + "'")).isEqualTo(1);
    // The job's first step cuts the partitions.
    String cut = "select coalesce(sum(tasks), 0) from bag_partition where bag = '" + bag + "'";
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count(cut) == 1_000);
    assertThat(count("select runs from bag where id = '" + bag + "'")).isEqualTo(1);
    assertThat(bags.find(users.byName("provider").orElseThrow(), bag))
        .as("a bag of somebody else looks like none")
        .isEmpty();
  }

  @Test
  void factsOfAStaleOwnerAreRefusedAndAllOthersOfTheGroupAreStored() throws Exception {
    BagId bag = new BagId("b-0000000000000000");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into bag (id, deal, requester, name, project, app, tasks, spec, state,"
              + " submitted_at, ended_at) values ('b-0000000000000000', '0x0', '0x0', 'group', '',"
              + " 'noop', 4000, '{}', 'CANCELLED', now(), now())");
      statement.execute(
          "insert into bag_partition (bag, number, first, tasks, size, state, epoch)"
              + " values ('b-0000000000000000', 0, 0, 4000, 4000, 'SETTLED', 7)");
    }
    long commitsBefore = count(COMMITS);
    List<CompletableFuture<Void>> current = new ArrayList<>();
    List<CompletableFuture<Void>> stale = new ArrayList<>();
    try (GroupCommit<FactEntry> group = new GroupCommit<>(new FactWriter(database))) {
      for (int i = 0; i < 4_000; i++) {
        boolean old = i % 4 == 3;
        (old ? stale : current).add(group.submit(givenUp(bag, old ? 6 : 7, i)));
      }
      Thread writer = new Thread(group::run, "group");
      writer.start();
      CompletableFuture.allOf(current.toArray(CompletableFuture[]::new)).get(30, SECONDS);
      assertThat(stale)
          .allSatisfy(
              each ->
                  assertThatThrownBy(() -> each.get(30, SECONDS))
                      .hasCauseInstanceOf(StaleEpoch.class));
    }
    assertThat(count("select count(*) from given_up where bag = 'b-0000000000000000'"))
        .isEqualTo(3_000);
    assertThat(count(COMMITS) - commitsBefore)
        .as("four groups of a thousand entries, besides what the server does meanwhile")
        .isLessThan(1_000);
  }

  @Test
  @RunAsClient
  void aRepeatedRequestMakesOneBag(@ArquillianResource URL base) throws Exception {
    String key = "repeat-" + System.nanoTime();
    HttpResponse<String> first = submit(base, key, spec("noop-http", 5));
    if (first.statusCode() == 422) {
      assertThat(first.body()).contains("UNKNOWN_APP");
      put(base, "noop-http");
      first = submit(base, key, spec("noop-http", 5));
    }
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    HttpResponse<String> second = submit(base, key, spec("noop-http", 5));
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(second.headers().firstValue("Idempotent-Replay")).hasValue("true");
    HttpResponse<String> other = submit(base, key, spec("noop-http", 6));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("IDEMPOTENCY_CONFLICT");
    HttpResponse<String> listed =
        ask(base, "api/v1/bags?app=noop-http", "requester", builder -> builder.GET());
    assertThat(listed.body().split("\"id\":", -1)).hasSize(2);
  }

  @Test
  @RunAsClient
  void theDescriptionHasEveryPathOfTheInterfaceWithItsTypes(@ArquillianResource URL base)
      throws Exception {
    String description = get(base, "openapi?format=JSON").body();
    assertThat(description)
        .contains("/api/v1/bags/{bag}/tasks/{index}/why", "/api/v1/workers/tokens")
        .contains("#/components/schemas/PageOfBagView", "#/components/schemas/Problem")
        .doesNotContain("Default Response");
  }

  @Test
  @RunAsClient
  void nobodyUnknownGetsIn(@ArquillianResource URL base) throws Exception {
    for (String path :
        List.of("bags", "workers", "deals", "accounts", "apps", "pools", "events", "session")) {
      HttpResponse<String> answer = get(base, "api/v1/" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  private static HttpResponse<String> get(URL base, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> submit(URL base, String key, String spec) throws Exception {
    return ask(
        base,
        "api/v1/bags",
        "requester",
        builder ->
            builder
                .header("Content-Type", "application/yaml")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(spec)));
  }

  /** Registers the example under a name and waits until the ledger has it. */
  private static void put(URL base, String name) throws Exception {
    Path file = Path.of(System.getProperty("gridbourse.bundle"), "examples/noop.wasm");
    String content =
        ask(
                base,
                "api/v1/content",
                "provider",
                builder -> builder.PUT(BodyPublishers.ofByteArray(Files.readAllBytes(file))))
            .body()
            .replaceAll(".*(sha256:[0-9a-f]{64}).*", "$1");
    String app =
        "{\"name\":\"%s\",\"driver\":\"wasm\",\"content\":\"%s\",\"price\":\"0\"}"
            .formatted(name, content);
    HttpResponse<String> registered =
        ask(
            base,
            "api/v1/apps",
            "provider",
            builder ->
                builder
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(app)));
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                ask(base, "api/v1/apps/" + name, "provider", HttpRequest.Builder::GET)
                    .body()
                    .contains("\"REGISTERED\""));
  }

  private static HttpResponse<String> ask(URL base, String path, String user, Shape shape)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + ContainerSurroundings.token(user));
    return HttpClient.newHttpClient()
        .send(shape.of(request).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Gives a request its method and body. */
  @FunctionalInterface
  private interface Shape {
    HttpRequest.Builder of(HttpRequest.Builder request) throws IOException;
  }

  private ReceiveBag.Receipt receive(String app, int tasks, Optional<String> key) {
    SubmittedText text =
        new SubmittedText("application/yaml", spec(app, tasks).getBytes(StandardCharsets.UTF_8));
    return receiveBag.receive(
        users.byName("requester").orElseThrow(), text, key, SubmitOptions.NOW);
  }

  private void registerNoop() throws Exception {
    User provider = users.byName("provider").orElseThrow();
    try (InputStream module = getClass().getResourceAsStream("/noop.wasm")) {
      Sha256 content = contents.put(module, 1 << 20);
      assertThat(
              registerApp.register(
                  provider,
                  new AppRequest("noop", "wasm", content.toString(), null, null, "0", null)))
          .isInstanceOf(Registration.Accepted.class);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> apps.find("noop").orElseThrow().state().equals("REGISTERED"));
  }

  private static String spec(String app, int tasks) {
    return """
        apiVersion: gridbourse/v1
        kind: Bag
        spec:
          app: {ref: %s}
          command: [noop]
          params:
            task: {range: "0-%d"}
          trust: {confidence: 0, verify: none}
          market: {category: XS, maxPrice: 0.002 RLC, budget: 10 RLC}
        """
        .formatted(app, tasks - 1);
  }

  private static FactEntry givenUp(BagId bag, long epoch, int index) {
    Fact fact = new Fact.GivenUp(index + 1, Instant.EPOCH, index, 1, GiveUpReason.CANCELLED);
    return new FactEntry(bag, 0, epoch, List.of(fact), List.of(), List.of(), Instant.EPOCH);
  }

  private long count(String query) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
