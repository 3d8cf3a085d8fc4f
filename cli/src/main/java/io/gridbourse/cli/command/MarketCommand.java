package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Format;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The market: what is offered and asked, what was paid, what a request would get. */
@Command(
    name = "market",
    mixinStandardHelpOptions = true,
    description = "Show the order book, trades and prices; preview, sell and fill.",
    subcommands = {
      MarketCommand.Book.class,
      MarketCommand.Trades.class,
      MarketCommand.History.class,
      MarketCommand.Preview.class,
      MarketCommand.Sell.class,
      MarketCommand.Fill.class
    })
final class MarketCommand extends Group {
  private static final String PATH = "/api/v1/market/";

  @Command(
      name = "book",
      mixinStandardHelpOptions = true,
      description = "Show a category's offers and requests, the best in the middle.")
  static final class Book implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "CATEGORY", description = "${COMPLETION-CANDIDATES}.")
    Category category;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only pools with this: gpu, tee.")
    String tag;

    @Option(names = "--trust", paramLabel = "N", description = "Only pools that certify to this.")
    Long trust;

    Book(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      List<String> query = new ArrayList<>(List.of("category=" + category));
      filter(query, "tag", tag);
      filter(query, "trust", trust == null ? null : trust.toString());
      JsonNode book = server.rest(context).get(PATH + "book?" + String.join("&", query));
      if (form.format == Format.json || form.format == Format.yaml) {
        form.printer(context).one(MarketColumns.BOOK, book);
        return ExitCode.DONE.number();
      }
      List<JsonNode> rows = new ArrayList<>();
      book.path("asks").forEach(ask -> rows.add(0, ask));
      book.path("bids").forEach(rows::add);
      form.printer(context).list(MarketColumns.BOOK, rows);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "trades",
      mixinStandardHelpOptions = true,
      description = "List final deals, the newest first.")
  static final class Trades implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;
    @Mixin PageOptions page;

    @Option(names = "--category", paramLabel = "CATEGORY", description = "Of this category.")
    Category category;

    @Option(names = "--mine", description = "Bought or sold by you.")
    boolean mine;

    Trades(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      List<String> query = new ArrayList<>(List.of("mine=" + mine));
      filter(query, "category", category == null ? null : category.name());
      form.printer(context)
          .list(
              MarketColumns.TRADES,
              server.rest(context).list(PATH + "trades?" + String.join("&", query), page.limit));
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "Show a category's prices over time.")
  static final class History implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "CATEGORY", description = "${COMPLETION-CANDIDATES}.")
    Category category;

    @Option(
        names = "--interval",
        paramLabel = "TIME",
        defaultValue = "1h",
        description = "Time of one row: 1m, 5m, 15m, 1h, 4h, 1d (default: ${DEFAULT-VALUE}).")
    String interval;

    @Option(names = "--from", paramLabel = "TIME", description = "From this time, RFC 3339.")
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Up to this time, RFC 3339.")
    String to;

    History(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      List<String> query =
          new ArrayList<>(List.of("category=" + category, "interval=" + Rest.encode(interval)));
      filter(query, "from", from);
      filter(query, "to", to);
      List<JsonNode> candles = new ArrayList<>();
      server
          .rest(context)
          .get(PATH + "history?" + String.join("&", query))
          .path("candles")
          .forEach(candles::add);
      form.printer(context).list(MarketColumns.CANDLES, candles);
      return ExitCode.DONE.number();
    }
  }

  /** What is wanted, before it is asked. */
  static final class Wish {
    @Option(names = "--app", required = true, paramLabel = "APP", description = "Name or address.")
    String app;

    @Option(names = "--dataset", paramLabel = "DATASET", description = "Address of a dataset.")
    String dataset;

    @Option(names = "--volume", required = true, paramLabel = "N", description = "Tasks.")
    long volume;

    @Option(names = "--trust", paramLabel = "N", description = "Trust that is demanded.")
    Long trust;

    @Option(
        names = "--max-price",
        paramLabel = "PRICE",
        converter = AppCommand.Amount.class,
        description = "Most for a task; preview: for the pool alone.")
    NanoRlc maxPrice;

    ObjectNode body() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("app", app).put("volume", volume);
      if (dataset != null) {
        body.put("dataset", dataset);
      }
      if (trust != null) {
        body.put("trust", trust);
      }
      return body;
    }
  }

  @Command(
      name = "preview",
      mixinStandardHelpOptions = true,
      description = "Show what a request would match, and why the rest does not.")
  static final class Preview implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @ArgGroup(exclusive = false, multiplicity = "1")
    Wish wish;

    @Option(
        names = "--category",
        required = true,
        paramLabel = "CATEGORY",
        description = "XS to XL.")
    Category category;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only this pool, by address.")
    String pool;

    Preview(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      ObjectNode body = wish.body().put("category", category.name());
      if (pool != null) {
        body.put("pool", pool);
      }
      if (wish.maxPrice != null) {
        body.put("poolMaxPrice", wish.maxPrice.units().toString());
      }
      JsonNode preview = server.rest(context).post(PATH + "preview", body).body();
      form.printer(context).one(MarketColumns.PREVIEW, preview);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "sell",
      mixinStandardHelpOptions = true,
      description = "Sell a pool's computation to the best requests, at the prices they pay.")
  static final class Sell implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Option(names = "--pool", required = true, paramLabel = "POOL", description = "Your pool.")
    String pool;

    @Option(
        names = "--category",
        required = true,
        paramLabel = "CATEGORY",
        description = "XS to XL.")
    Category category;

    @Option(names = "--volume", required = true, paramLabel = "N", description = "Tasks, at most.")
    long volume;

    @Option(
        names = "--min-price",
        paramLabel = "PRICE",
        converter = AppCommand.Amount.class,
        description = "Least for a task (default: 0 nRLC).")
    NanoRlc minPrice;

    @Option(names = "--dry-run", description = "Only show what would be sold.")
    boolean dryRun;

    Sell(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("pool", pool).put("category", category.name()).put("volume", volume);
      body.put("dryRun", dryRun);
      if (minPrice != null) {
        body.put("minPrice", minPrice.units().toString());
      }
      JsonNode sold = server.rest(context).post(PATH + "sell", body).body();
      form.printer(context).one(MarketColumns.PREVIEW, sold);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "fill",
      mixinStandardHelpOptions = true,
      description =
          "Take a pool's offer with an app and parameters; the cheapest if none is named.")
  static final class Fill implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(
        arity = "0..1",
        paramLabel = "ORDER",
        description = "Hash of a pool order; without it the cheapest of the category.")
    String order;

    @ArgGroup(exclusive = false, multiplicity = "1")
    Wish wish;

    @Option(names = "--category", paramLabel = "CATEGORY", description = "XS to XL, without ORDER.")
    Category category;

    @Option(
        names = "--args",
        paramLabel = "LINE",
        defaultValue = "",
        description = "Command line of each task; {index} is its index.")
    String args;

    @Option(names = "--dry-run", description = "Only show what would be bought.")
    boolean dryRun;

    Fill(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      ObjectNode params = JsonNodeFactory.instance.objectNode().put("iexec_args", args);
      ObjectNode body = wish.body().put("params", params.toString()).put("dryRun", dryRun);
      if (order != null) {
        body.put("poolOrder", order);
      }
      if (category != null) {
        body.put("category", category.name());
      }
      if (wish.maxPrice != null) {
        body.put("maxPrice", wish.maxPrice.units().toString());
      }
      JsonNode bought = server.rest(context).post(PATH + "fill", body).body();
      form.printer(context).one(MarketColumns.PREVIEW, bought);
      return ExitCode.DONE.number();
    }
  }
}
