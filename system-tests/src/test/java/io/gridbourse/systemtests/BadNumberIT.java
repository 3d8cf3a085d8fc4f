package io.gridbourse.systemtests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.contracts.RequestOrder;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that overflow, go below nothing or are none, in every field that takes an amount. */
@ExtendWith(GridExtension.class)
class BadNumberIT {
  private static final BigInteger MAX = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

  /** As they stand in JSON, with quotes where they are texts. */
  private static final List<String> NEVER =
      List.of(
          "-1",
          "\"-1\"",
          "\"NaN\"",
          "\"1e999999999\"",
          "1e999999999",
          "-1e999999999",
          "1e-18",
          "0.5",
          "\"0.000000001\"",
          "\"" + MAX.add(BigInteger.ONE) + "\"",
          "" + MAX.add(BigInteger.ONE),
          "\"" + "9".repeat(300) + "\"",
          "9".repeat(300),
          "\"0x10\"",
          "\"\"",
          "{}",
          "[1]",
          "true");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preview|appMaxPrice",
        "preview|datasetMaxPrice",
        "preview|poolMaxPrice",
        "preview|volume",
        "preview|trust",
        "fill|maxPrice",
        "fill|volume",
        "fill|trust",
        "sell|minPrice",
        "sell|volume",
        "sell|trust"
      })
  void theMarketTakesOnlyAmounts(String action, String field, Grid grid) {
    Http http = grid.http(action.equals("sell") ? "admin" : "requester");
    for (String value : NEVER) {
      Http.Answer answer =
          http.post("/api/v1/market/" + action, with(wish(grid, action), field, value));
      answer.wantRefusal(field);
    }
  }

  /** The largest amount is one: nothing overflows where it is added, compared or multiplied. */
  @Test
  void theLargestAmountIsTakenForWhatItIs(Grid grid) {
    String max = "\"" + MAX + "\"";
    String preview = wish(grid, "preview");
    for (String field : List.of("appMaxPrice", "datasetMaxPrice", "poolMaxPrice")) {
      grid.http("requester").post("/api/v1/market/preview", with(preview, field, max)).want(200);
    }
    grid.http("requester")
        .post("/api/v1/market/fill", with(wish(grid, "fill"), "maxPrice", max))
        .want(200);
    grid.http("admin")
        .post("/api/v1/market/sell", with(wish(grid, "sell"), "minPrice", max))
        .want(200);
    grid.http("requester").post("/api/v1/bags?dryRun=true", spec("maxPrice", max)).want(200);
    grid.http("requester").post("/api/v1/bags?dryRun=true", spec("budget", max)).want(200);
  }

  @ParameterizedTest
  @CsvSource({"maxPrice", "budget"})
  void aBagTakesOnlyAmounts(String field, Grid grid) {
    for (String value : NEVER) {
      grid.http("requester")
          .post("/api/v1/bags?dryRun=true", spec(field, value))
          .wantRefusal("market." + field);
    }
  }

  @Test
  void anAppsPriceIsAnAmount(Grid grid) {
    String content = grid.put(grid.example("noop.wasm"));
    for (String value : NEVER) {
      String body =
          "{\"name\":\"numbers\",\"driver\":\"wasm\",\"content\":\"%s\",\"price\":%s}"
              .formatted(content, value);
      grid.http("provider").post("/api/v1/apps", body).wantRefusal("price");
    }
    String most = "\"" + MAX + "\"";
    String body =
        "{\"name\":\"numbers\",\"driver\":\"wasm\",\"content\":\"%s\",\"price\":%s}"
            .formatted(content, most);
    grid.http("provider").post("/api/v1/apps", body).wantProblem(422, "PRICE_INVALID");
  }

  @ParameterizedTest
  @CsvSource({
    "appmaxprice",
    "datasetmaxprice",
    "workerpoolmaxprice",
    "volume",
    "category",
    "trust"
  })
  void anOrderTakesOnlyAmounts(String field, Grid grid) {
    Trader trader = new Trader(grid);
    String app = grid.rest("provider").get("/api/v1/apps/noop").path("address").asText();
    RequestOrder order = trader.request(app, BigInteger.ZERO, BigInteger.ONE, 1);
    for (String value : NEVER) {
      String tree =
          with(new ObjectMapper().<ObjectNode>valueToTree(order).toString(), field, value);
      Http.Answer answer =
          grid.http("requester")
              .post("/api/v1/orders", "{\"kind\":\"request\",\"order\":" + tree + "}");
      answer.wantRefusal(field);
    }
    String tree =
        with(
            new ObjectMapper().<ObjectNode>valueToTree(order).toString(), field, "\"" + MAX + "\"");
    grid.http("requester")
        .post("/api/v1/orders", "{\"kind\":\"request\",\"order\":" + tree + "}")
        .wantProblem(422, "NUMBER_TOO_LARGE");
  }

  private static String wish(Grid grid, String action) {
    String pool = grid.rest("provider").get("/api/v1/pools").at("/items/0/address").asText();
    return switch (action) {
      case "sell" ->
          "{\"pool\":\"%s\",\"category\":\"XL\",\"volume\":1,\"dryRun\":true}".formatted(pool);
      case "fill" ->
          "{\"app\":\"noop\",\"category\":\"XS\",\"volume\":1,\"params\":\"\",\"dryRun\":true}";
      default -> "{\"app\":\"noop\",\"category\":\"XS\",\"volume\":1}";
    };
  }

  /** The object with one member set to a text of JSON, whether or not any reader takes it. */
  private static String with(String object, String field, String value) {
    String without = object.replaceAll("\"" + field + "\":(\"[^\"]*\"|[^,}]*),?", "");
    String open = without.replaceAll(",?}$", "");
    return open + (open.equals("{") ? "" : ",") + "\"" + field + "\":" + value + "}";
  }

  private static String spec(String field, String value) {
    String hole = "@@";
    return Spec.of("noop", 1)
        .with(spec -> spec.withObject("/market").put(field, hole))
        .json()
        .replace('"' + hole + '"', value);
  }
}
