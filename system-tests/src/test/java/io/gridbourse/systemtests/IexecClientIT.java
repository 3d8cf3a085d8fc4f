package io.gridbourse.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.value.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** iExec's own client drives an installation, unchanged and by its own commands. */
@ExtendWith(GridExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IexecClientIT {
  private static final String NO_CHECKSUM = "0x" + "0".repeat(64);
  private static final String STRANGER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

  /** Prints, lists its environment, and leaves a result that is the same everywhere. */
  private static final String PROGRAM =
      """
      #!/bin/sh
      echo "hello $*"
      date +%N > "$IEXEC_OUT/when.txt"
      {
        echo "args $*"
        echo "index $IEXEC_BOT_TASK_INDEX of $IEXEC_BOT_SIZE task $IEXEC_TASK_ID"
        echo "files $IEXEC_INPUT_FILES_NUMBER $IEXEC_INPUT_FILE_NAME_1"
        cat "$IEXEC_IN/$IEXEC_INPUT_FILE_NAME_1" "$IEXEC_IN/$IEXEC_DATASET_FILENAME" \\
          2>/dev/null
      } > "$IEXEC_OUT/result.txt"
      printf '{"deterministic-output-path":"%s/result.txt"}' "$IEXEC_OUT" \\
        > "$IEXEC_OUT/computed.json"
      """;

  @TempDir static Path folder;
  private IexecClient client;
  private String app;
  private String pool;

  /** Each command takes seconds: what several tests need is made once. */
  @BeforeAll
  void anAppAndAPool(Grid grid) {
    client = IexecClient.withFunds(grid, folder);
    app = client.deployApp(grid, PROGRAM);
    pool = client.adoptedPool(grid);
  }

  @Test
  void moneyMovesAsItsOwnerSays(Grid grid) {
    IexecClient rich = IexecClient.withFunds(grid, folder);
    assertThat(rich.run("wallet", "show").at("/balance/RLC").asText()).isEqualTo("10.0");
    assertThat(rich.run("account", "show").at("/balance/stake").asText()).isEqualTo("10000000000");
    rich.run("account", "withdraw", "1", "RLC");
    rich.run("account", "approve", "5", STRANGER);
    assertThat(rich.run("account", "allowance", STRANGER).path("amount").asText()).endsWith("5");
    rich.run("account", "revoke", STRANGER);
    rich.run("wallet", "send-RLC", "1", "--to", STRANGER, "--force");
    rich.run("wallet", "send-ether", "0.01", "--to", STRANGER, "--force");
    assertThat(rich.run("account", "show").at("/balance/stake").asText()).isEqualTo("9000000000");
    assertThat(rich.run("info").path("hubAddress").asText())
        .isEqualToIgnoringCase(grid.installation().ledger().addresses().hub());
    assertThat(rich.run("category", "show", "1").at("/category/name").asText()).isEqualTo("S");
  }

  @Test
  void entriesAreDeployedShownAndHandedOn(Grid grid) {
    IexecClient owner = IexecClient.withFunds(grid, folder);
    String program = owner.deployApp(grid, PROGRAM);
    JsonNode shown = owner.run("app", "show", program).path("app");
    assertThat(shown.path("appMultiaddr").asText()).startsWith("bundle:sha256:");
    assertThat(shown.path("owner").asText()).isEqualToIgnoringCase(owner.address());
    owner.describe(
        "dataset", owner.entry("name").put("multiaddr", "/ipfs/data").put("checksum", NO_CHECKSUM));
    String dataset = owner.run("dataset", "deploy").path("address").asText();
    String idle = owner.deployPool();
    List<JsonNode> seen =
        owner.together(
            List.of(
                List.of("dataset", "show", "0"),
                List.of("workerpool", "count"),
                List.of("workerpool", "show", "0")));
    assertThat(seen.get(0).at("/dataset/owner").asText()).isEqualToIgnoringCase(owner.address());
    assertThat(seen.get(1).path("count").asText()).isEqualTo("1");
    owner.run("app", "transfer", program, "--to", STRANGER, "--force");
    owner.run("dataset", "transfer", dataset, "--to", STRANGER, "--force");
    owner.run("workerpool", "transfer", idle, "--to", STRANGER, "--force");
    assertThat(owner.run("app", "show", program).at("/app/owner").asText())
        .isEqualToIgnoringCase(STRANGER);
  }

  @Test
  void anAppRunsIsFollowedAndItsResultIsDownloaded(Grid grid) throws IOException {
    Path input = Files.writeString(folder.resolve("input.txt"), "from a file\n");
    String url = IexecClient.stored(grid, input).text("url");
    Path rows = Files.writeString(folder.resolve("rows.csv"), "from a dataset\n");
    String dataset = client.deployDataset(grid, rows);
    for (String trust : new String[] {"1", "3"}) {
      JsonNode ran =
          client.run(
              "app",
              "run",
              app,
              "--workerpool",
              pool,
              "--args",
              "one 'two words'",
              "--input-files",
              url,
              "--dataset",
              dataset,
              "--trust",
              trust,
              "--watch",
              "--force");
      JsonNode task = ran.at("/tasks/0");
      assertThat(task.path("statusName").asText()).as(ran.toString()).isEqualTo("COMPLETED");
      String id = task.path("taskid").asText();
      Map<String, String> files = download(client, id);
      assertThat(files).containsOnlyKeys("computed.json", "result.txt");
      assertThat(files.get("result.txt"))
          .isEqualTo(
              "args one two words\nindex 0 of 1 task "
                  + id
                  + "\nfiles 1 input.txt\nfrom a file\nfrom a dataset\n");
      List<JsonNode> said =
          client.together(
              List.of(
                  List.of("task", "show", id),
                  List.of("deal", "show", ran.at("/deals/0/dealid").asText())));
      assertThat(said.get(0).at("/task/contributors")).hasSize(1);
      assertThat(said.get(0).at("/task/resultDigest").asText()).isNotEqualTo(NO_CHECKSUM);
      assertThat(said.get(1).at("/deal/trust").asText()).isEqualTo(trust);
      assertThat(said.get(1).at("/deal/dataset/pointer").asText()).isEqualToIgnoringCase(dataset);
      JsonNode debug = client.run("task", "debug", id, "--logs");
      assertThat(debug.toString()).contains("COMPLETED").contains("REVEALED");
    }
  }

  @Test
  void whatCannotRunIsRefusedWithAReason(Grid grid) {
    client.describe(
        "app",
        client
            .entry("name")
            .put("type", "DOCKER")
            .put("multiaddr", "docker.io/somebody/something:1.0.0")
            .put("checksum", "0x" + "1".repeat(64)));
    String image = client.run("app", "deploy").path("address").asText();
    JsonNode ran = client.run("app", "run", image, "--workerpool", pool, "--force");
    String deal = ran.at("/deals/0/dealid").asText();
    Bag bag =
        org.awaitility.Awaitility.await("the deal becomes a bag")
            .atMost(java.time.Duration.ofSeconds(60))
            .until(() -> bagOf(grid, deal), java.util.Optional::isPresent)
            .orElseThrow();
    JsonNode view = grid.rest("admin").get("/api/v1/bags/" + bag.id());
    assertThat(view.path("state").asText()).isEqualTo("FAILED");
    assertThat(view.path("reason").asText())
        .contains("docker.io/somebody/something:1.0.0")
        .contains("gridbourse app put")
        .contains("claimed back");
    assertThat(client.refused("deal", "claim", deal)).contains("before reaching");
  }

  @Test
  void secretsAreSetOnceByTheirOwnersAndNeverShown(Grid grid) throws IOException {
    client.run("requester", "push-secret", "token", "--secret-value", "my secret value");
    List<JsonNode> asked =
        client.together(
            List.of(
                List.of("requester", "check-secret", "token"),
                List.of("requester", "check-secret", "other")));
    assertThat(asked.get(0).path("isSet").asBoolean()).isTrue();
    assertThat(asked.get(1).path("isSet").asBoolean()).isFalse();
    assertThat(client.refused("requester", "push-secret", "token", "--secret-value", "another one"))
        .contains("already exists");
    client.run("app", "push-secret", app, "--secret-value", "the app's secret");
    client.run("app", "check-secret", app);
    client.describe(
        "dataset",
        client.entry("name").put("multiaddr", "/ipfs/data").put("checksum", NO_CHECKSUM));
    String dataset = client.run("dataset", "deploy").path("address").asText();
    IexecClient stranger = IexecClient.ofTreasury(grid, folder);
    Files.createDirectories(client.folder().resolve(".secrets/datasets"));
    Files.writeString(client.folder().resolve("key"), "the dataset's key");
    client.run("dataset", "push-secret", dataset, "--secret-path", "key");
    assertThat(client.run("dataset", "check-secret", dataset).path("isSecretSet").asBoolean())
        .isTrue();
    assertThat(stranger.refused("app", "push-secret", app, "--secret-value", "x"))
        .containsAnyOf("not allowed", "already exists");
    client.run("result", "generate-encryption-keypair", "--force");
    client.run("result", "push-encryption-key");
    client.run("result", "check-encryption-key");
    String stored = grid.tables().rows("select * from stored_secret").toString();
    assertThat(stored).doesNotContain("my secret value").doesNotContain("the app's secret");
    assertThat(grid.serverLog()).doesNotContain("my secret value");
  }

  @Test
  void ordersAreSignedFilledAndCancelled() {
    client.run("order", "init", "--app", "--workerpool", "--request");
    ObjectNode orders = JsonNodeFactory.instance.objectNode();
    orders.set(
        "apporder",
        JsonNodeFactory.instance
            .objectNode()
            .put("app", app)
            .put("appprice", "0")
            .put("volume", "10"));
    orders.set(
        "workerpoolorder",
        JsonNodeFactory.instance
            .objectNode()
            .put("workerpool", pool)
            .put("workerpoolprice", "1000")
            .put("volume", "10")
            .put("category", "0")
            .put("trust", "0"));
    orders.set(
        "requestorder",
        JsonNodeFactory.instance
            .objectNode()
            .put("app", app)
            .put("appmaxprice", "0")
            .put("workerpoolmaxprice", "1000")
            .put("requester", client.address())
            .put("volume", "2")
            .put("category", "0")
            .put("trust", "0")
            .set("params", JsonNodeFactory.instance.objectNode().put("iexec_args", "in a bag")));
    client.describe("order", orders);
    client.run("order", "sign", "--app", "--workerpool", "--request");
    JsonNode filled = client.run("order", "fill");
    assertThat(filled.path("volume").asText()).isEqualTo("2");
    String deal = filled.path("dealid").asText();
    JsonNode watched = client.run("deal", "show", deal, "--watch");
    assertThat(watched.at("/deal/statusName").asText() + watched)
        .as(watched.toString())
        .contains("COMPLETED");
    client.run("order", "cancel", "--app", "--force");
    client.run("order", "cancel", "--workerpool", "--force");
    assertThat(client.refused("order", "fill", "--force")).isNotEmpty();
  }

  private static java.util.Optional<Bag> bagOf(Grid grid, String deal) {
    for (JsonNode bag : grid.rest("admin").list("/api/v1/bags", 1_000)) {
      if (bag.path("deal").asText().equalsIgnoreCase(deal)) {
        return java.util.Optional.of(new Bag(grid, bag.path("id").asText()));
      }
    }
    return java.util.Optional.empty();
  }

  /** Downloads a result and compares it with the name under which the ledger has it. */
  private static Map<String, String> download(IexecClient client, String task) throws IOException {
    String name = "out-" + UUID.randomUUID();
    JsonNode shown = client.run("task", "show", task, "--download", name);
    String location = shown.at("/task/results/location").asText();
    byte[] archive = Files.readAllBytes(client.folder().resolve(name + ".zip"));
    assertThat(location).isEqualTo("/ipfs/" + Sha256.of(archive).hex());
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    return files;
  }
}
