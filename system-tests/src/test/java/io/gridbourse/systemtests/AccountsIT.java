package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridbourse.contracts.EthCalls;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;

/** Books, audits, statements, and keys that never leave their files. */
@ExtendWith(GridExtension.class)
class AccountsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anAuditIsCleanAndAStatementAddsUpToTheLedger(Grid grid) throws IOException {
    Bag bag = grid.submit(Spec.of("noop", 64).project("alpha")).awaitCompletion();
    Shell.Ended audit = grid.shell("admin").run("account", "audit", "-o", "json");
    assertThat(audit.code()).as(audit.all()).isZero();
    assertThat(JSON.readTree(audit.out()).path("state").asText()).isEqualTo("CLEAN");

    String account = grid.installation().account("requester").toLowerCase(Locale.ROOT);
    JsonNode statement = statement(grid, "--from", "2000-01-01");
    assertThat(sum(statement, "free")).isEqualTo(amount(statement, "/closing/free"));
    assertThat(sum(statement, "locked")).isEqualTo(amount(statement, "/closing/locked"));
    EthCalls.Account ledger = grid.chain().account(account);
    assertThat(amount(statement, "/closing/free")).isEqualTo(ledger.free());
    assertThat(amount(statement, "/closing/locked")).isEqualTo(ledger.locked());

    JsonNode ofProject = statement(grid, "--project", "alpha");
    assertThat(ofProject.path("lines")).isNotEmpty();
    ofProject
        .path("lines")
        .forEach(line -> assertThat(line.path("project").asText()).isEqualTo("alpha"));
    JsonNode charge =
        grid.rest("requester").list("/api/v1/ledger/charges", 10).stream()
            .filter(row -> row.path("project").asText().equals("alpha"))
            .findFirst()
            .orElseThrow();
    assertThat(new BigInteger(charge.path("spent").asText()))
        .isEqualTo(amount(ofProject, "/opening/free").subtract(amount(ofProject, "/closing/free")))
        .isPositive();
    assertThat(bag.view().path("spent").asText()).isEqualTo(charge.path("spent").asText());
    Shell.Ended csv = grid.shell("requester").run("account", "statement", "-o", "csv");
    assertThat(csv.out()).startsWith("AT,WHAT").contains("OPENING").contains("CLOSING");
  }

  @Test
  void booksThatDifferFreezePaymentsUntilTheyAreMended(Grid grid) throws IOException {
    int changed =
        grid.tables()
            .change(
                "update account_entry set amount = amount + 7 where id = (select max(id) from"
                    + " account_entry where bucket = 'FREE' and not compensates)");
    assertThat(changed).isOne();
    Shell.Ended audit = grid.shell("admin").run("account", "audit", "-o", "json");
    assertThat(audit.code()).isEqualTo(1);
    JsonNode found = JSON.readTree(audit.out());
    assertThat(found.path("state").asText()).isEqualTo("DIFFERS");
    assertThat(found.toString()).contains("different from block");
    assertThat(grid.rest("admin").get("/api/v1/ledger").path("frozen").asBoolean()).isTrue();
    Bag bag = grid.submit(Spec.of("noop", 16));
    assertThat(bag.state()).isIn("SUBMITTED", "MATCHING");
    grid.tables()
        .change(
            "update account_entry set amount = amount - 7 where id = (select max(id) from"
                + " account_entry where bucket = 'FREE' and not compensates)");
    await("payments go on")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !grid.rest("admin").get("/api/v1/ledger").path("frozen").asBoolean());
    bag.awaitCompletion();
    JsonNode incident = grid.rest("admin").list("/api/v1/ledger/incidents", 1).get(0);
    assertThat(incident.path("kind").asText()).isEqualTo("BOOKS_DIFFER");
    assertThat(incident.path("endedBy").asText()).isEqualTo("audit");
  }

  @Test
  void noKeyIsInTheDatabaseOrInALog(Grid grid) throws Exception {
    Path home = grid.installation().home().folder();
    String password = Files.readString(home.resolve("keys/password")).strip();
    for (String name : List.of("operator", "requester", "provider", "underwriter")) {
      Credentials key =
          WalletUtils.loadCredentials(password, home.resolve("keys/" + name + ".json").toFile());
      BigInteger secret = key.getEcKeyPair().getPrivateKey();
      List<String> forms = List.of(String.format("%064x", secret), secret.toString(), password);
      assertThat(texts(grid, home).filter(text -> forms.stream().anyMatch(text::contains)))
          .as("places that hold the key " + name)
          .isEmpty();
    }
  }

  /** Every row of every table, and every line of every log, in lower case. */
  private static Stream<String> texts(Grid grid, Path home) throws IOException {
    Stream<String> rows =
        grid.tables().rows("select tablename from pg_tables where schemaname = 'public'").stream()
            .flatMap(
                table ->
                    grid
                        .tables()
                        .rows("select t::text as row from " + table.get("tablename") + " t")
                        .stream())
            .map(AccountsIT::lower);
    Stream<String> lines;
    try (Stream<Path> files = Files.walk(home.resolve("logs"))) {
      lines =
          files.filter(Files::isRegularFile).toList().stream()
              .flatMap(file -> read(file).lines())
              .map(line -> line.toLowerCase(Locale.ROOT));
    }
    return Stream.concat(rows, lines);
  }

  private static String lower(Map<String, Object> row) {
    return String.valueOf(row.get("row")).toLowerCase(Locale.ROOT);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode statement(Grid grid, String... options) throws IOException {
    Shell.Ended ended =
        grid.shell("requester")
            .run(
                Stream.concat(Stream.of("account", "statement", "-o", "json"), Stream.of(options))
                    .toArray(String[]::new));
    assertThat(ended.code()).as(ended.all()).isZero();
    return JSON.readTree(ended.out());
  }

  private static BigInteger sum(JsonNode statement, String bucket) {
    BigInteger sum = amount(statement, "/opening/" + bucket);
    for (JsonNode line : statement.path("lines")) {
      sum = sum.add(new BigInteger(line.path(bucket).asText()));
    }
    return sum;
  }

  private static BigInteger amount(JsonNode statement, String pointer) {
    return new BigInteger(statement.at(pointer).asText());
  }
}
