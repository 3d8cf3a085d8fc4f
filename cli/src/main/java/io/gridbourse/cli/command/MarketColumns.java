package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.output.Column;
import java.util.ArrayList;
import java.util.List;

/** The columns of the market's listings. Prices are in nRLC for one task. */
final class MarketColumns {
  static final List<Column> BOOK =
      List.of(
          Column.computed(
              "SIDE", row -> row.path("kind").asText().equals("REQUEST") ? "bid" : "ask"),
          Column.of("PRICE", "/price"),
          Column.of("REMAINING", "/remaining"),
          Column.of("TRUST", "/trust"),
          Column.computed("NAME", row -> first(row, "name", "entry")),
          Column.of("HASH", "/hash"),
          Column.wide("OWNER", "/owner"),
          Column.wide("PUBLISHED", "/publishedAt"));

  static final List<Column> ORDERS =
      List.of(
          Column.of("HASH", "/hash"),
          Column.of("KIND", "/kind"),
          Column.of("CATEGORY", "/category"),
          Column.of("PRICE", "/price"),
          Column.of("REMAINING", "/remaining"),
          Column.of("VOLUME", "/volume"),
          Column.of("STATUS", "/status"),
          Column.of("PUBLISHED", "/publishedAt"),
          Column.wide("ENTRY", "/entry"),
          Column.wide("NAME", "/name"),
          Column.wide("OWNER", "/owner"),
          Column.wide("TRUST", "/trust"),
          Column.wide("TAGS", "/tags"),
          Column.wide("EXPIRES", "/expires"),
          Column.wide("REASON", "/reason"));

  static final List<Column> TRADES =
      List.of(
          Column.of("DEAL", "/deal"),
          Column.of("AT", "/at"),
          Column.of("CATEGORY", "/category"),
          Column.of("PRICE", "/price"),
          Column.of("VOLUME", "/volume"),
          Column.computed("APP", row -> first(row, "appName", "app")),
          Column.computed("POOL", row -> first(row, "poolName", "pool")),
          Column.wide("TOTAL", "/total"),
          Column.wide("REQUESTER", "/requester"),
          Column.wide("BLOCK", "/block"),
          Column.wide("TRANSACTION", "/transaction"));

  static final List<Column> CANDLES =
      List.of(
          Column.of("START", "/start"),
          Column.of("OPEN", "/open"),
          Column.of("HIGH", "/high"),
          Column.of("LOW", "/low"),
          Column.of("CLOSE", "/close"),
          Column.of("AVERAGE", "/average"),
          Column.of("VOLUME", "/volume"),
          Column.of("DEALS", "/deals"));

  static final List<Column> PREVIEW =
      List.of(
          Column.of("MATCHED", "/matched"),
          Column.of("ASKED", "/asked"),
          Column.of("LOWEST", "/lowestPrice"),
          Column.of("HIGHEST", "/highestPrice"),
          Column.of("TOTAL", "/total"),
          Column.computed("NOT MATCHED", MarketColumns::refusals),
          Column.of("REASON", "/reason"));

  private MarketColumns() {}

  private static String first(JsonNode row, String name, String otherwise) {
    return Column.text(row.hasNonNull(name) ? row.path(name) : row.path(otherwise));
  }

  private static String refusals(JsonNode preview) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode refusal : preview.path("refusals")) {
      reasons.add(Column.text(refusal.path("reason")) + "=" + refusal.path("orders").asLong());
    }
    return String.join(" ", reasons);
  }
}
