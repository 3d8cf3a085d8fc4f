package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.InsuranceViews.AssessmentView;
import io.gridbourse.domain.wire.InsuranceViews.CapitalMoveView;
import io.gridbourse.domain.wire.InsuranceViews.PolicyView;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Policies, what was assessed of them, and moves of capital, as the ledger reported them. */
final class Policies {
  /** Open are tasks in partitions that were not assessed; how many these have, their end told. */
  private static final String POLICY =
      "select p.*, p.tasks - coalesce((select sum(c.tasks) from insurance_assessment a join"
          + " insurance_decided c on c.deal = a.deal and c.partition = a.partition where a.deal ="
          + " p.deal), 0) as tasks_open from insurance_policy p";

  private final Sql sql;

  Policies(DataSource database) {
    this.sql = new Sql(database);
  }

  Optional<PolicyView> find(DealId deal) {
    return views(sql.list(POLICY + " where p.deal = ?", Policies::row, deal.hex())).stream()
        .findFirst();
  }

  /** Policies of an insured, or of all, the newest first, from after a deal's on. */
  List<PolicyView> page(Optional<Address> insured, Optional<DealId> after, int limit) {
    return views(
        sql.list(
            POLICY
                + " where (?::text is null or p.insured = ?) and (?::text is null or (p.bought_at,"
                + " p.deal) < (select l.bought_at, l.deal from insurance_policy l where l.deal ="
                + " ?)) order by p.bought_at desc, p.deal desc limit ?",
            Policies::row,
            insured.map(Address::hex),
            insured.map(Address::hex),
            after.map(DealId::hex),
            after.map(DealId::hex),
            limit));
  }

  /** Moves of an insurer's capital, or of all, the newest first, from before an event on. */
  List<Move> moves(Optional<Address> insurer, long before, int limit) {
    return sql.list(
        "select * from insurance_capital_move where (?::text is null or insurer = ?)"
            + " and event_id < ? order by event_id desc limit ?",
        row ->
            new Move(
                row.getLong("event_id"),
                new CapitalMoveView(
                    row.getString("kind"),
                    row.getString("insurer"),
                    row.getString("party"),
                    Sql.integer(row, "amount").toString(),
                    Sql.integer(row, "shares").toString(),
                    Sql.instant(row, "moved_at").orElseThrow(),
                    row.getString("tx_hash"),
                    row.getBoolean("final"))),
        insurer.map(Address::hex),
        insurer.map(Address::hex),
        before,
        limit);
  }

  /** A move with the event that told of it. */
  record Move(long eventId, CapitalMoveView view) {}

  private List<PolicyView> views(List<PolicyView> bare) {
    Map<String, List<AssessmentView>> assessed = new HashMap<>();
    sql.list(
        "select * from insurance_assessment where deal = any(string_to_array(?, ','))"
            + " order by deal, partition",
        row ->
            assessed
                .computeIfAbsent(row.getString("deal"), deal -> new ArrayList<>())
                .add(assessment(row)),
        bare.stream().map(PolicyView::deal).collect(Collectors.joining(",")));
    return bare.stream()
        .map(policy -> with(policy, assessed.getOrDefault(policy.deal(), List.of())))
        .toList();
  }

  private static PolicyView with(PolicyView policy, List<AssessmentView> assessments) {
    BigInteger paid =
        assessments.stream()
            .map(each -> new BigInteger(each.paid()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new PolicyView(
        policy.deal(),
        policy.bag(),
        policy.insured(),
        policy.state(),
        policy.premium(),
        policy.coverPerTask(),
        policy.tasks(),
        policy.tasksOpen(),
        paid.toString(),
        policy.deadline(),
        policy.boughtAt(),
        policy.transaction(),
        policy.isFinal(),
        assessments);
  }

  private static PolicyView row(ResultSet row) throws SQLException {
    long open = Math.max(0, row.getLong("tasks_open"));
    return new PolicyView(
        row.getString("deal"),
        BagId.of(new DealId(row.getString("deal"))).text(),
        row.getString("insured"),
        open > 0 ? "OPEN" : "CLOSED",
        Sql.integer(row, "premium").toString(),
        Sql.integer(row, "cover_per_task").toString(),
        row.getLong("tasks"),
        open,
        "0",
        Sql.instant(row, "deadline").orElseThrow(),
        Sql.instant(row, "bought_at").orElseThrow(),
        row.getString("tx_hash"),
        row.getBoolean("final"),
        List.of());
  }

  private static AssessmentView assessment(ResultSet row) throws SQLException {
    return new AssessmentView(
        row.getLong("partition"),
        row.getLong("failed"),
        row.getLong("late"),
        row.getLong("overturned"),
        Sql.integer(row, "paid").toString(),
        Sql.instant(row, "assessed_at").orElseThrow(),
        row.getString("tx_hash"),
        row.getBoolean("final"));
  }
}
