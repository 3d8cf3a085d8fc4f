package io.gridbourse.cli.command;

import picocli.CommandLine.Command;

/** Pools. */
@Command(
    name = "pool",
    mixinStandardHelpOptions = true,
    description = "List pools and what they sell.",
    subcommands = PoolCommand.Ls.class)
final class PoolCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List pools.")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, "/api/v1/pools", Columns.POOLS);
    }
  }
}
