package io.gridbourse.cli.command;

import io.gridbourse.cli.output.Column;
import java.util.List;

/** The columns of the ledger's books and incidents. */
final class LedgerColumns {
  static final List<Column> STATEMENT =
      List.of(
          Column.of("AT", "/at"),
          Column.of("WHAT", "/kinds"),
          Column.of("BAG", "/bag"),
          Column.of("PROJECT", "/project"),
          Column.of("FREE", "/free"),
          Column.of("LOCKED", "/locked"),
          Column.wide("POOL", "/pool"),
          Column.wide("FINAL", "/isFinal"),
          Column.wide("BLOCK", "/block"),
          Column.wide("DEAL", "/deal"),
          Column.wide("TRANSACTION", "/transaction"));

  static final List<Column> CHARGES =
      List.of(
          Column.of("PROJECT", "/project"),
          Column.of("REQUESTER", "/requester"),
          Column.of("POOL", "/pool"),
          Column.of("BAGS", "/bags"),
          Column.of("SPENT", "/spent"),
          Column.of("PREMIUMS", "/premiums"),
          Column.of("COVERS", "/covers"),
          Column.wide("RECEIVED", "/received"),
          Column.of("COST", "/cost"),
          Column.wide("TRANSACTIONS", "/transactions"));

  static final List<Column> AUDITS =
      List.of(
          Column.of("AUDIT", "/id"),
          Column.of("STATE", "/state"),
          Column.of("REASON", "/reason"),
          Column.of("BY", "/requestedBy"),
          Column.of("BLOCK", "/block"),
          Column.of("ACCOUNTS", "/accounts"),
          Column.of("STARTED", "/startedAt"),
          Column.wide("ENDED", "/endedAt"),
          Column.wide("DETAIL", "/detail"),
          Column.wide("HASH", "/hash"));

  static final List<Column> INCIDENTS =
      List.of(
          Column.of("INCIDENT", "/id"),
          Column.of("KIND", "/kind"),
          Column.of("FREEZES", "/freezes"),
          Column.of("TIMES", "/times"),
          Column.of("RAISED", "/raisedAt"),
          Column.of("ENDED", "/endedAt"),
          Column.of("BY", "/endedBy"),
          Column.of("DETAIL", "/detail"),
          Column.wide("BLOCK", "/block"),
          Column.wide("REMEDY", "/remedy"));

  static final List<Column> STATE =
      List.of(
          Column.of("FROZEN", "/frozen"),
          Column.of("READ", "/readBlock"),
          Column.of("ENDPOINTS", "/endpoints"),
          Column.of("INCIDENTS", "/incidents"));

  static final List<Column> THAWED = List.of(Column.of("ENDED", "/ended"));

  private LedgerColumns() {}
}
