package io.gridbourse.system.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.ejb.start.MigrateDatabase;
import jakarta.annotation.Resource;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.ejb.EJB;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Properties;
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

  @EJB private MigrateDatabase migrate;

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

  private static HttpResponse<String> get(URL base, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
