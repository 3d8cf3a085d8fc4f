package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** iExec's own client in the order book, and with deals that nobody computed. */
@ExtendWith(GridExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IexecBookIT {
  private static final Duration DONE_WITHIN = Duration.ofMinutes(2);
  private static final String PROGRAM = "#!/bin/sh\necho \"$*\" > \"$IEXEC_OUT/result.txt\"\n";
  private static final long POOL_PRICE = 1_000;
  private static final String STRANGER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  @TempDir static Path folder;
  private IexecClient client;
  private String app;
  private String dataset;
  private String idlePool;

  @BeforeAll
  void somethingToOffer(Grid grid) throws IOException {
    client = IexecClient.withFunds(grid, folder);
    app = client.deployApp(grid, PROGRAM);
    dataset =
        client.deployDataset(grid, Files.writeString(folder.resolve("rows.csv"), "a,b\n1,2\n"));
    idlePool = client.deployPool();
  }

  @Test
  void ordersOfEachKindArePublishedListedShownAndTakenBack() {
    // Nobody computes for so little, so that the request stays in the book.
    client.describe("order", orders(0, 5, 1));
    client.run("order", "sign", "--app", "--dataset", "--workerpool", "--request", "--force");
    JsonNode published =
        client.run(
            "order", "publish", "--app", "--dataset", "--workerpool", "--request", "--force");
    List<JsonNode> books =
        client.together(
            List.of(
                List.of("orderbook", "app", app),
                List.of("orderbook", "dataset", dataset),
                List.of("orderbook", "workerpool", idlePool, "--category", "0"),
                List.of("orderbook", "requester", client.address()),
                List.of("order", "show", "--app", "--dataset", "--workerpool", "--request")));
    String[] lists = {"appOrders", "datasetOrders", "workerpoolOrders", "requestOrders"};
    String[] kinds = {"apporder", "datasetorder", "workerpoolorder", "requestorder"};
    for (int i = 0; i < kinds.length; i++) {
      String hash = published.at("/" + kinds[i] + "/orderHash").asText();
      assertThat(hash).as(published.toString()).startsWith("0x");
      assertThat(books.get(i).path("count").asInt()).as(books.get(i).toString()).isEqualTo(1);
      JsonNode listed = books.get(i).path(lists[i]).path(0);
      assertThat(listed.path("orderHash").asText()).isEqualTo(hash);
      assertThat(listed.path("remaining").asInt()).isEqualTo(5);
      JsonNode shown = books.get(4).path(kinds[i]);
      assertThat(shown.path("orderHash").asText()).isEqualTo(hash);
      assertThat(shown.path("status").asText()).isEqualTo("open");
      assertThat(shown.path("signer").asText()).isEqualToIgnoringCase(client.address());
    }
    client.run("order", "unpublish", "--app", "--dataset", "--workerpool", "--request", "--force");
    List<JsonNode> after =
        client.together(
            List.of(
                List.of("orderbook", "app", app),
                List.of("orderbook", "requester", client.address()),
                List.of("order", "show", "--workerpool")));
    assertThat(after.get(0).path("count").asInt()).isZero();
    assertThat(after.get(1).path("count").asInt()).isZero();
    assertThat(after.get(2).at("/workerpoolorder/status").asText()).isEqualTo("canceled");
    client.refused("order", "unpublish", "--app", "--force");
  }

  @Test
  void aRequestThatIsPublishedIsMatchedAndComputed(Grid grid) {
    String offer =
        client.run("app", "publish", app, "--price", "0", "--force").path("orderHash").asText();
    String request =
        client
            .run(
                "app",
                "request-execution",
                app,
                "--workerpool-price",
                "2000000",
                "nRLC",
                "--category",
                "0",
                "--args",
                "from the book",
                "--force")
            .path("orderHash")
            .asText();
    JsonNode[] found = new JsonNode[1];
    await("the request is filled")
        .atMost(DONE_WITHIN)
        .until(
            () -> {
              found[0] = client.run("order", "show", "--request", request, "--deals");
              return found[0].at("/requestorder/deals/count").asInt() == 1;
            });
    assertThat(found[0].at("/requestorder/status").asText()).isEqualTo("filled");
    String deal = found[0].at("/requestorder/deals/lastDeals/0/dealid").asText();
    JsonNode watched = client.run("deal", "show", deal, "--watch");
    assertThat(watched.toString()).contains("COMPLETED");
    client.run("app", "unpublish", app, "--force");
    assertThat(client.run("order", "show", "--app", offer).at("/apporder/status").asText())
        .isEqualTo("canceled");
  }

  /** In a category of one second, which this ledger's owner makes, and with a pool that is idle. */
  @Test
  void tasksThatNobodyComputedAreClaimedBackAfterTheirDeadline(Grid grid) {
    IexecClient owner = IexecClient.ofTreasury(grid, folder);
    owner.describe(
        "category",
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "BLINK")
            .put("description", "one second")
            .put("workClockTimeRef", "1"));
    int category = owner.run("category", "create").path("catid").asInt();
    client.describe("order", orders(category, 2, POOL_PRICE));
    client.run("order", "sign", "--app", "--dataset", "--workerpool", "--request", "--force");
    JsonNode before = client.run("account", "show").path("balance");
    String deal = client.run("order", "fill").path("dealid").asText();
    String task = TaskId.of(new DealId(deal), 0).hex();
    grid.chain().send(STRANGER, grid.chain().hub(), HubCalls.initialize(deal, BigInteger.ZERO));
    JsonNode[] shown = new JsonNode[1];
    await("the deadline is over, by the client's clock and by the chain's")
        .atMost(DONE_WITHIN)
        .until(
            () -> {
              shown[0] = client.run("deal", "show", deal).path("deal");
              return shown[0].path("deadlineReached").asBoolean()
                  && grid.chain().time() > shown[0].path("finalTime").asLong();
            });
    client.run("task", "claim", task);
    JsonNode claimed = client.run("deal", "claim", deal).path("claimed");
    assertThat(claimed).as("the other task").hasSize(1);
    JsonNode after = client.run("account", "show").path("balance");
    long fine = 2 * POOL_PRICE * 30 / 100;
    assertThat(after.path("locked").asText()).isEqualTo(before.path("locked").asText());
    assertThat(after.path("stake").asLong())
        .as("the price is back, the pool's stake is not")
        .isEqualTo(before.path("stake").asLong() - fine);
    assertThat(client.run("task", "show", task).at("/task/statusName").asText())
        .isEqualTo("FAILED");
  }

  /** All four orders of one wallet. */
  private ObjectNode orders(int category, int volume, long requestMax) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode orders = json.objectNode();
    orders.set(
        "apporder",
        json.objectNode().put("app", app).put("appprice", "0").put("volume", "" + volume));
    orders.set(
        "datasetorder",
        json.objectNode()
            .put("dataset", dataset)
            .put("datasetprice", "0")
            .put("volume", "" + volume));
    orders.set(
        "workerpoolorder",
        json.objectNode()
            .put("workerpool", idlePool)
            .put("workerpoolprice", "" + POOL_PRICE)
            .put("volume", "" + volume)
            .put("category", "" + category)
            .put("trust", "0"));
    ObjectNode request =
        json.objectNode()
            .put("app", app)
            .put("appmaxprice", "0")
            .put("dataset", dataset)
            .put("datasetmaxprice", "0")
            .put("workerpoolmaxprice", "" + requestMax)
            .put("requester", client.address())
            .put("volume", "" + volume)
            .put("category", "" + category)
            .put("trust", "0");
    request.set("params", json.objectNode().put("iexec_args", "x"));
    orders.set("requestorder", request);
    return orders;
  }
}
