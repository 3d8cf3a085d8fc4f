package io.gridbourse.cli.command;

import picocli.CommandLine.Command;

/** Accounts. */
@Command(
    name = "account",
    mixinStandardHelpOptions = true,
    description = "Accounts on the ledger: balances, statements, charges, audits.",
    subcommands = {
      AccountCommand.Ls.class,
      AccountCommand.Describe.class,
      StatementCommand.class,
      ChargesCommand.class,
      AccountAuditCommand.class,
      AccountCommand.Audits.class
    })
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

  @Command(
      name = "audits",
      mixinStandardHelpOptions = true,
      description = "List audits of the accounts, newest first.")
  static final class Audits extends Listing {
    Audits(Context context) {
      super(context, "/api/v1/ledger/audits", LedgerColumns.AUDITS);
    }
  }
}
