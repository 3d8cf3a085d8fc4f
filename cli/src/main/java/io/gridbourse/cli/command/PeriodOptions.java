package io.gridbourse.cli.command;

import java.util.List;
import picocli.CommandLine.Option;

/** From when to when. */
final class PeriodOptions {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "First day or moment, UTC (default: 30 days before the end).")
  String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "First day or moment that no longer counts, UTC (default: now).")
  String to;

  void addTo(List<String> query) {
    Group.filter(query, "from", from);
    Group.filter(query, "to", to);
  }
}
