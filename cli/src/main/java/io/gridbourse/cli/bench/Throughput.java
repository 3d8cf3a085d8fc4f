package io.gridbourse.cli.bench;

import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Database;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.output.Bar;
import io.gridbourse.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A large bag of tasks that do nothing, certified at trust 1 with durable commits. */
final class Throughput {
  private final Rest requester;
  private final Optional<Installation> installation;
  private final Terminal terminal;

  /**
   * The measure.
   *
   * @param installation whose rows and memory are looked at; empty for a server elsewhere
   */
  Throughput(Rest requester, Optional<Installation> installation, Terminal terminal) {
    this.requester = requester;
    this.installation = installation;
    this.terminal = terminal;
  }

  List<Row> measure(long tasks) {
    NoopBags bags = new NoopBags(requester, terminal::say);
    terminal.say("throughput: a bag of " + tasks + " tasks");
    Map<String, Long> before = installation.map(each -> rows(each.database())).orElse(Map.of());
    NoopBags.Run run;
    try (Bar bar = new Bar(terminal)) {
      run = bags.run(tasks, 0, bar::show);
    }
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "submission answered", seconds(run.answered()), "one request, " + tasks + " tasks"));
    rows.add(
        new Row(
            "all certified", seconds(run.certified()), rate(tasks, run.certified()) + " tasks/s"));
    rows.add(
        new Row(
            "completed: settled on the ledger and final",
            seconds(run.completed()),
            rate(tasks, run.completed()) + " tasks/s from submission to the end"));
    installation.ifPresent(each -> rows.addAll(footprint(each, before)));
    return rows;
  }

  private static List<Row> footprint(Installation installation, Map<String, Long> before) {
    Map<String, Long> after = rows(installation.database());
    long written = after.values().stream().mapToLong(Long::longValue).sum();
    written -= before.values().stream().mapToLong(Long::longValue).sum();
    return List.of(
        new Row(
            "server memory, highest resident",
            peakMegabytes(installation.server().pid()) + " MB",
            "heap at most 512 MB"),
        new Row("rows added in the database", Long.toString(written), grown(before, after)));
  }

  private static String grown(Map<String, Long> before, Map<String, Long> after) {
    List<String> grown = new ArrayList<>();
    after.forEach(
        (table, count) -> {
          long more = count - before.getOrDefault(table, 0L);
          if (more != 0) {
            grown.add(table + " " + more);
          }
        });
    return String.join(", ", grown);
  }

  /** Rows of every table. */
  private static Map<String, Long> rows(Database database) {
    Map<String, Long> counts = new TreeMap<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery(
              "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
          count.next();
          counts.put(table, count.getLong(1));
        }
      }
      return counts;
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer", e);
    }
  }

  private static long peakMegabytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }

  private static String rate(long tasks, double seconds) {
    return String.format("%,d", Math.round(tasks / seconds));
  }

  private static String seconds(double value) {
    return String.format("%.2f s", value);
  }
}
