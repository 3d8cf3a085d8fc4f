package io.gridbourse.cli.command;

import io.gridbourse.cli.output.Column;
import java.util.List;

/** The columns of insurance. */
final class InsuranceColumns {
  static final List<Column> QUOTE =
      List.of(
          Column.of("BAG", "/bag"),
          Column.of("PREMIUM", "/premium"),
          Column.of("COVER", "/cover"),
          Column.of("TASKS", "/tasks"),
          Column.of("RATE", "/rate"),
          Column.of("DEADLINE", "/deadline"),
          Column.of("EXPIRY", "/expiry"),
          Column.wide("PER TASK", "/coverPerTask"),
          Column.wide("DEAL", "/deal"),
          Column.wide("INSURED", "/insured"),
          Column.wide("CONTRACT", "/contract"),
          Column.wide("SIGNATURE", "/signature"));

  static final List<Column> POLICIES =
      List.of(
          Column.of("BAG", "/bag"),
          Column.of("STATE", "/state"),
          Column.of("PREMIUM", "/premium"),
          Column.of("COVER", "/coverPerTask"),
          Column.of("TASKS", "/tasks"),
          Column.of("OPEN", "/tasksOpen"),
          Column.of("PAID", "/paid"),
          Column.of("DEADLINE", "/deadline"),
          Column.wide("BOUGHT", "/boughtAt"),
          Column.wide("INSURED", "/insured"),
          Column.wide("FINAL", "/isFinal"),
          Column.wide("DEAL", "/deal"),
          Column.wide("TRANSACTION", "/transaction"));

  static final List<Column> WISHES =
      List.of(
          Column.of("WISH", "/id"),
          Column.of("KIND", "/kind"),
          Column.of("STATE", "/state"),
          Column.of("AMOUNT", "/amount"),
          Column.of("BAG", "/bag"),
          Column.of("REASON", "/reason"),
          Column.wide("ASKED", "/askedAt"),
          Column.wide("ACCOUNT", "/account"));

  static final List<Column> CAPITAL =
      List.of(
          Column.of("TOTAL", "/total"),
          Column.of("RESERVED", "/reserved"),
          Column.of("FREE", "/free"),
          Column.of("YOURS", "/own/worth"),
          Column.of("WITHDRAWABLE", "/own/withdrawable"),
          Column.wide("SHARES", "/own/shares"),
          Column.wide("UNDERWRITER", "/underwriter"),
          Column.wide("CONTRACT", "/contract"));

  private InsuranceColumns() {}
}
