package io.gridbourse.cli.command;

import picocli.CommandLine.Option;

/** How much of a list is shown. */
final class PageOptions {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Rows at most (default: ${DEFAULT-VALUE}).")
  int limit;
}
