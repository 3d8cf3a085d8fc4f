package io.gridbourse.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Measured values as Markdown, with what is needed to judge and repeat them. */
record Report(String command, String where) {
  String text(List<Row> rows, Set<Bench.Measure> left) {
    List<String> lines = new ArrayList<>();
    lines.add("Machine: " + machine());
    lines.add("Command: `" + command + "`");
    lines.add("Date: " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    lines.add(where);
    lines.add("");
    lines.add("| measure | value | remark |");
    lines.add("|---|---:|---|");
    for (Row row : rows) {
      lines.add("| " + row.measure() + " | " + row.value() + " | " + row.remark() + " |");
    }
    lines.add("");
    lines.add(
        "Not measured: several server nodes, workers on other machines, real networks"
            + (left.isEmpty()
                ? "."
                : "; and, in this run, "
                    + left.stream().map(Enum::name).sorted().collect(Collectors.joining(", "))
                    + "."));
    return String.join("\n", lines);
  }

  private static String machine() {
    return String.format(
        "%s, %d processors, %s memory, Linux %s, Java %s",
        first("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        System.getProperty("os.version"),
        System.getProperty("java.version"));
  }

  private static String memory() {
    String kilobytes = first("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
    return kilobytes.isEmpty() ? "unknown" : Long.parseLong(kilobytes) / (1 << 20) + " GiB";
  }

  private static String first(String file, String key) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
