package io.gridbourse.cli.command;

import picocli.CommandLine.Command;

/** Deals. */
@Command(
    name = "deal",
    mixinStandardHelpOptions = true,
    description = "List and show deals on the ledger.",
    subcommands = {DealCommand.Ls.class, DealCommand.Describe.class})
final class DealCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List deals.")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, "/api/v1/deals", Columns.DEALS);
    }
  }

  @Command(name = "describe", mixinStandardHelpOptions = true, description = "Show a deal.")
  static final class Describe extends Description {
    Describe(Context context) {
      super(context, "/api/v1/deals", Columns.DEALS);
    }
  }
}
