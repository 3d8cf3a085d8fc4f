package io.gridbourse.cli.command;

import picocli.CommandLine.Command;

/** Accounts. */
@Command(
    name = "account",
    mixinStandardHelpOptions = true,
    description = "List and show accounts on the ledger.",
    subcommands = {AccountCommand.Ls.class, AccountCommand.Describe.class})
final class AccountCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List accounts (nRLC).")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, "/api/v1/accounts", Columns.ACCOUNTS);
    }
  }

  @Command(name = "describe", mixinStandardHelpOptions = true, description = "Show an account.")
  static final class Describe extends Description {
    Describe(Context context) {
      super(context, "/api/v1/accounts", Columns.ACCOUNTS);
    }
  }
}
