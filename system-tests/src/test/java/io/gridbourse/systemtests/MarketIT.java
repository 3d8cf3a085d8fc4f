package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The market by REST and by the command line. */
@ExtendWith(GridExtension.class)
class MarketIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration FINAL_WITHIN = Duration.ofSeconds(60);
  @TempDir Path folder;

  @Test
  void whatAPreviewPromisesAFillBringsAndTheTradesTell(Grid grid) throws IOException {
    JsonNode preview =
        json(grid, "market", "preview", "--app", "noop", "--volume", "3", "--category", "XS");
    assertThat(preview.path("whole").asBoolean()).as(preview.toString()).isTrue();
    JsonNode bought =
        json(grid, "market", "fill", "--app", "noop", "--volume", "3", "--category", "XS");
    assertThat(bought.path("total").asText()).isEqualTo(preview.path("total").asText());
    String deal = bought.at("/fills/0/deal").asText();
    await("the deal is a trade")
        .atMost(FINAL_WITHIN)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> json(grid, "market", "trades", "--mine").toString().contains(deal));
    JsonNode trades = json(grid, "market", "trades", "--category", "XS");
    JsonNode newest = trades.path(0);
    assertThat(newest.path("price").asText()).isEqualTo(bought.at("/fills/0/poolPrice").asText());
    JsonNode book = json(grid, "market", "book", "XS");
    assertThat(book.path("lastPrice").asText()).isEqualTo(newest.path("price").asText());
    assertThat(book.path("asks").path(0).path("kind").asText()).isEqualTo("POOL");
    JsonNode candles = json(grid, "market", "history", "XS", "--interval", "1d");
    assertThat(candles.path(candles.size() - 1).path("volume").asLong()).isPositive();
    assertThat(json(grid, "order", "ls", "--kind", "APP").size()).isPositive();
  }

  @Test
  void aPreviewOfTheImpossibleSaysWhy(Grid grid) throws IOException {
    JsonNode preview =
        json(
            grid,
            "market",
            "preview",
            "--app",
            "noop",
            "--volume",
            "3",
            "--category",
            "XS",
            "--max-price",
            "1 nRLC");
    assertThat(preview.path("matched").asLong()).isZero();
    assertThat(preview.at("/refusals/0/reason").asText()).isEqualTo("POOL_TOO_DEAR");
    assertThat(preview.path("remedy").asText()).isNotBlank();
  }

  @Test
  void ordersThatNobodySignedAndOrdersOfOthersAreRefused(Grid grid) throws IOException {
    String hash = json(grid, "order", "ls", "--kind", "POOL").at("/0/hash").asText();
    assertThat(grid.shell("requester").run("order", "describe", hash).code()).isZero();
    assertThat(grid.shell("requester").run("order", "cancel", hash).code()).isEqualTo(3);
    Path file =
        Files.writeString(folder.resolve("order.json"), "{\"app\":\"0x1\",\"app\":\"0x2\"}");
    Shell.Ended doubled =
        grid.shell("provider").run("order", "publish", file.toString(), "--kind", "APP");
    assertThat(doubled.code()).as(doubled.all()).isEqualTo(2);
    Files.writeString(file, "{\"app\":\"0x1\"}");
    Shell.Ended bad =
        grid.shell("provider").run("order", "publish", file.toString(), "--kind", "APP");
    assertThat(bad.code()).as(bad.all()).isNotZero();
    assertThat(bad.err()).contains("remedy");
  }

  @Test
  void theOperatorMaySellAndOthersMayNot(Grid grid) {
    String pool = grid.rest("provider").get("/api/v1/pools").at("/items/0/address").asText();
    String wish = "{\"pool\":\"" + pool + "\",\"category\":\"XL\",\"volume\":5,\"dryRun\":true}";
    Http.Answer sold = grid.http("admin").post("/api/v1/market/sell", wish);
    assertThat(sold.status()).as(sold.body()).isEqualTo(200);
    assertThat(sold.json().path("matched").asLong()).isZero();
    grid.http("provider").post("/api/v1/market/sell", wish).wantProblem(403, "NOT_YOUR_POOL");
    grid.http("requester").post("/api/v1/market/sell", wish).wantProblem(403, "NOT_ALLOWED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/market/book?category=XXL",
        "/api/v1/market/book?category=XS&tag=quantum",
        "/api/v1/market/history?category=XS&interval=7m",
        "/api/v1/market/history?category=XS&interval=1m&from=2001-01-01T00:00:00Z",
        "/api/v1/market/history?category=XS&from=yesterday",
        "/api/v1/market/trades?cursor=1",
        "/api/v1/market/trades?pool=0x1",
        "/api/v1/orders?kind=wish",
        "/api/v1/orders?cursor=-1"
      })
  void badQuestionsNameTheirParameter(String path, Grid grid) {
    JsonNode problem = grid.http("requester").get(path).wantProblem(400, "INVALID_PARAMETER");
    assertThat(problem.path("field").asText()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"app\":\"nothing\",\"category\":\"XS\",\"volume\":1}|UNKNOWN_APP",
        "{\"app\":\"noop\",\"category\":\"XS\",\"volume\":0}|VALUE_INVALID",
        "{\"app\":\"noop\",\"category\":\"XS\",\"volume\":1,\"trust\":-1}|VALUE_INVALID",
        "{\"app\":\"noop\",\"category\":\"XS\",\"volume\":1,\"pool\":\"0x\"}|VALUE_INVALID",
        "{\"app\":\"noop\",\"category\":\"XS\",\"volume\":1,\"poolMaxPrice\":\"-1\"}|VALUE_INVALID",
        "{\"app\":\"noop\",\"category\":\"XS\",\"volume\":1,\"tags\":[\"a\"]}|VALUE_INVALID"
      })
  void badWishesNameTheirField(String body, String code, Grid grid) {
    JsonNode problem =
        grid.http("requester").post("/api/v1/market/preview", body).wantProblem(422, code);
    assertThat(problem.path("field").asText()).isNotBlank();
    assertThat(problem.path("remedy").asText()).isNotBlank();
  }

  private static JsonNode json(Grid grid, String... arguments) throws IOException {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "-o";
    all[arguments.length + 1] = "json";
    Shell.Ended ended = grid.shell("requester").run(all);
    assertThat(ended.code()).as(ended.all()).isZero();
    return JSON.readTree(ended.out());
  }
}
