package io.gridbourse.cli.command;

import static io.gridbourse.cli.output.Column.computed;
import static io.gridbourse.cli.output.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.output.Column;
import java.util.ArrayList;
import java.util.List;

/** The columns of every listing. */
final class Columns {
  private static final int RESULT_WIDTH = 60;

  static final List<Column> BAGS =
      List.of(
          Column.of("BAG", "/id"),
          Column.of("NAME", "/name"),
          Column.of("STATE", "/state"),
          Column.of("TASKS", "/tasks"),
          Column.of("CERTIFIED", "/counts/certified"),
          Column.of("FAILED", "/counts/failed"),
          Column.of("SPENT", "/spent"),
          Column.of("SUBMITTED", "/submittedAt"),
          wide("APP", "/app"),
          wide("POOL", "/poolName"),
          wide("CATEGORY", "/category"),
          wide("TRUST", "/trust"),
          wide("BUDGET", "/budget"),
          wide("EXPECTED", "/forecast/expected"),
          wide("EARLIEST", "/forecast/low90"),
          wide("LATEST", "/forecast/high90"),
          wide("DEADLINE", "/forecast/deadline"),
          wide("PROMISE", "/forecast/state"),
          wide("PROBABILITY", "/forecast/probability"),
          wide("FORECAST", "/forecast/reason"),
          wide("SUPPORT", "/support/state"),
          wide("CREDITS", "/support/creditsLeft"),
          new Column("HELPERS", true, Columns::helpers),
          wide("PAID", "/cost/paid"),
          wide("DUE", "/cost/due"),
          wide("POSSIBLE", "/cost/possible"),
          wide("COMES BACK", "/cost/refunded"),
          wide("JOULES", "/energy/joules"),
          wide("ENDED", "/endedAt"),
          wide("DEAL", "/deal"),
          wide("REASON", "/reason"));

  static final List<Column> TASKS =
      List.of(
          Column.of("INDEX", "/index"),
          Column.of("STATE", "/state"),
          Column.of("BYTES", "/resultBytes"),
          computed("COMMAND", row -> joined(row.path("command"), " ")),
          computed("RESULT", Columns::firstLine),
          Column.of("REASON", "/reason"),
          wide("DIGEST", "/digest"),
          wide("TASK", "/task"));

  static final List<Column> WORKERS =
      List.of(
          Column.of("WORKER", "/address"),
          Column.of("NAME", "/name"),
          Column.of("STATE", "/state"),
          computed("DRIVERS", Columns::drivers),
          Column.of("CPUS", "/cpus"),
          Column.of("SCORE", "/score"),
          Column.of("PLEDGE", "/pledge"),
          Column.of("LEASES", "/leases"),
          Column.of("ACCEPTED", "/tasksAccepted"),
          Column.of("REJECTED", "/tasksRejected"),
          Column.of("LAST SEEN", "/lastSeen"),
          wide("WEIGHT", "/weight"),
          wide("MEMORY", "/memoryBytes"),
          wide("OS", "/os"),
          wide("ARCH", "/arch"),
          wide("PROCESSOR", "/processor"),
          wide("SITE", "/site"),
          wide("LABELS", "/labels"),
          wide("ACCEPTS", "/accept"),
          wide("GPUS", "/gpus"),
          wide("RESOURCES", "/resources"),
          wide("POOL", "/pool"),
          wide("ENROLLED", "/enrolledAt"),
          wide("PAUSED BECAUSE", "/paused"));

  static final List<Column> STANDING =
      List.of(
          Column.of("WORKER", "/worker"),
          Column.of("NAME", "/name"),
          Column.of("CHECKS", "/checksPassed"),
          Column.of("STREAK", "/streak"),
          Column.of("CAUGHT", "/caughtAt"),
          Column.of("IN", "/caughtIn"),
          Column.of("OWNER", "/owner"),
          Column.of("QUOTA", "/quota/now"),
          Column.of("LEFT", "/quota/left"),
          Column.of("NEW AT", "/quota/newAt"),
          computed("SUSPECTED", row -> Integer.toString(row.path("suspectedWith").size())));

  static final List<Column> PAIRS =
      List.of(
          Column.of("FIRST", "/firstName"),
          Column.of("SECOND", "/secondName"),
          Column.of("TOGETHER", "/together"),
          Column.of("AGREED WRONG", "/agreedWrong"),
          Column.of("PROBABILITY", "/probability"),
          wide("FIRST WORKER", "/first"),
          wide("SECOND WORKER", "/second"));

  static final List<Column> POOLS =
      List.of(
          Column.of("POOL", "/address"),
          Column.of("DESCRIPTION", "/description"),
          Column.of("ONLINE", "/workersOnline"),
          Column.of("WORKERS", "/workers"),
          computed("OFFERS (nRLC A TASK)", Columns::offers),
          wide("OWNER", "/owner"));

  static final List<Column> APPS =
      List.of(
          Column.of("APP", "/name"),
          Column.of("DRIVER", "/driver"),
          Column.of("PRICE", "/price"),
          Column.of("STATE", "/state"),
          Column.of("CHECKER", "/checker"),
          computed("RESULTS", Columns::results),
          wide("UNITS", "/units"),
          Column.of("ADDRESS", "/address"),
          wide("OWNER", "/owner"),
          wide("ENTRY", "/entry"),
          wide("CONTENT", "/content"));

  static final List<Column> PROGRAM =
      List.of(
          Column.of("TYPE", "/type"),
          Column.of("MULTIADDR", "/multiaddr"),
          Column.of("CHECKSUM", "/checksum"),
          Column.of("INPUT URL", "/url"));

  static final List<Column> DEALS =
      List.of(
          Column.of("DEAL", "/deal"),
          Column.of("BAG", "/bag"),
          Column.of("STATE", "/state"),
          Column.of("CATEGORY", "/category"),
          Column.of("TRUST", "/trust"),
          Column.of("TASKS", "/botSize"),
          Column.of("APP PRICE", "/appPrice"),
          Column.of("POOL PRICE", "/poolPrice"),
          Column.of("STARTED", "/startedAt"),
          wide("DATASET PRICE", "/datasetPrice"),
          wide("WORKER STAKE", "/workerStake"),
          wide("APP", "/app"),
          wide("POOL", "/pool"),
          wide("REQUESTER", "/requester"),
          wide("FIRST", "/botFirst"),
          wide("DEADLINE", "/finalDeadline"),
          wide("BLOCK", "/block"),
          wide("TRANSACTION", "/transaction"));

  static final List<Column> ACCOUNTS =
      List.of(
          Column.of("ACCOUNT", "/address"),
          Column.of("NAME", "/name"),
          computed("USERS", row -> joined(row.path("users"), ",")),
          Column.of("FREE", "/free"),
          Column.of("LOCKED", "/locked"),
          Column.of("PLEDGED", "/pledged"),
          Column.of("WALLET", "/wallet"),
          wide("BLOCK", "/block"));

  static final List<Column> QUOTE =
      List.of(
          Column.of("POOL", "/pool"),
          Column.of("MATCHED", "/matched"),
          Column.of("TASKS", "/tasks"),
          Column.of("PRICE", "/pricePerTask"),
          Column.of("TOTAL", "/total"),
          Column.of("PREMIUM", "/premium"),
          Column.of("EXPECTED", "/forecast/expected"),
          Column.of("LATEST", "/forecast/high90"),
          Column.of("PROMISE", "/forecast/state"),
          Column.of("PROBABILITY", "/forecast/probability"),
          Column.of("FORECAST", "/forecast/reason"),
          Column.of("HOSTS", "/hosts/sentence"),
          Column.of("FOR MORE HOSTS", "/hosts/remedy"),
          Column.of("REASON", "/reason"),
          Column.of("REMEDY", "/remedy"));

  static final List<Column> CREDITS =
      List.of(
          Column.of("OWNER", "/owner"),
          Column.of("PROJECT", "/project"),
          Column.of("GRANTED", "/granted"),
          Column.of("FREE", "/free"),
          Column.of("RESERVED", "/reserved"),
          Column.of("SPENT", "/spent"));

  static final List<Column> FORECASTS =
      List.of(
          Column.of("APP", "/app"),
          Column.of("POOL", "/pool"),
          Column.of("SIZE", "/sizeClass"),
          Column.of("DONE%", "/milestone"),
          Column.of("BAGS", "/bags"),
          Column.of("ALPHA", "/alpha"),
          Column.of("ERROR", "/relativeError"),
          Column.of("BRIER", "/brier"),
          Column.of("IN50", "/coverage50"),
          Column.of("IN90", "/coverage90"),
          wide("JUDGED", "/judged"),
          wide("IN20%", "/withinOneFifth"));

  static final List<Column> WHY =
      List.of(
          Column.of("SUBJECT", "/subject"),
          Column.of("SENTENCE", "/sentence"),
          Column.of("REMEDY", "/remedy"));

  static final List<Column> TOKEN =
      List.of(
          Column.of("TOKEN", "/token"),
          Column.of("POOL", "/pool"),
          Column.of("EXPIRES", "/expires"));

  static final List<Column> CONTEXTS =
      List.of(
          Column.of("CONTEXT", "/name"),
          Column.of("SERVER", "/server"),
          Column.of("CURRENT", "/current"));

  private Columns() {}

  private static String joined(JsonNode array, String with) {
    List<String> parts = new ArrayList<>();
    array.forEach(part -> parts.add(Column.text(part)));
    return String.join(with, parts);
  }

  private static String firstLine(JsonNode task) {
    String first = task.path("resultText").asText("").lines().findFirst().orElse("");
    String line = Column.printable(first);
    return line.length() <= RESULT_WIDTH ? line : line.substring(0, RESULT_WIDTH) + "…";
  }

  private static String results(JsonNode app) {
    return app.path("nonDeterministic").asBoolean() ? "non-deterministic" : "deterministic";
  }

  private static String drivers(JsonNode worker) {
    List<String> names = new ArrayList<>();
    for (JsonNode driver : worker.path("drivers")) {
      String off = driver.path("enabled").asBoolean() ? "" : "(off)";
      names.add(Column.text(driver.path("name")) + off);
    }
    return String.join(",", names);
  }

  /** Supporting workers: how many in which state. */
  private static String helpers(JsonNode bag) {
    java.util.Map<String, Integer> states = new java.util.TreeMap<>();
    bag.at("/support/workers")
        .forEach(each -> states.merge(Column.text(each.path("state")), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    states.forEach((state, count) -> parts.add(count + " " + state));
    return String.join(", ", parts);
  }

  private static String offers(JsonNode pool) {
    List<String> offers = new ArrayList<>();
    for (JsonNode offer : pool.path("offers")) {
      offers.add(
          Column.text(offer.path("category")) + "=" + Column.text(offer.path("pricePerTask")));
    }
    return String.join(" ", offers);
  }
}
