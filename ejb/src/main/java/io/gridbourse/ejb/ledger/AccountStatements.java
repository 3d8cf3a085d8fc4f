package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.LedgerViews.ChargeView;
import io.gridbourse.domain.wire.LedgerViews.MoneyView;
import io.gridbourse.domain.wire.LedgerViews.StatementLineView;
import io.gridbourse.domain.wire.LedgerViews.StatementView;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Statements of accounts and charges of projects, from the account book. Times are those of the
 * blocks. Entries of orphaned events cancel out and do not show.
 */
@ApplicationScoped
public class AccountStatements {
  /** Lines of one statement: a longer period must be cut. */
  public static final int LINES_MAX = 10_000;

  private static final String MOVEMENTS =
      " from account_entry a join chain_event e on e.id = a.event_id"
          + " left join lateral (select min(t.deal) as deal from deal_transaction t"
          + " where t.tx_hash = e.tx_hash having count(*) = 1) about on true"
          + " left join deal d on d.id = about.deal left join bag b on b.id = d.bag"
          + " where a.account = ? and a.bucket in ('FREE', 'LOCKED') and e.state <> 'ORPHANED'"
          + " and (?::text is null or b.project = ?) and (?::text is null or d.pool = ?)";
  private static final String SUMS =
      "coalesce(sum(a.amount) filter (where a.bucket = 'FREE'), 0) as free,"
          + " coalesce(sum(a.amount) filter (where a.bucket = 'LOCKED'), 0) as locked";

  /** What a transfer from or to the insurance is for: its event is next to the transfer's. */
  private static final String INSURED =
      "(select case v.kind when 'PolicyBought' then 'PREMIUM' when 'PartitionAssessed' then"
          + " 'COVER' when 'CapitalInvested' then 'CAPITAL_IN' else 'CAPITAL_OUT' end"
          + " from chain_event v join account_entry i on i.event_id = e.id and i.account ="
          + " v.address where e.kind = 'Transfer' and v.tx_hash = e.tx_hash and v.block_hash ="
          + " e.block_hash and v.kind in ('PolicyBought', 'PartitionAssessed', 'CapitalInvested',"
          + " 'CapitalWithdrawn') order by abs(v.log_index - e.log_index) limit 1)";

  private static final String KINDS =
      "string_agg(distinct case when a.compensates then null when exists (select 1 from"
          + " account_entry o where o.event_id = e.id and o.bucket = 'OUTSIDE') then case when"
          + " a.amount > 0 then 'DEPOSIT' else 'WITHDRAWAL' end else coalesce("
          + INSURED
          + ", upper(e.kind)) end, ' ')";

  /** What each transaction about a deal took from its requester. */
  private static final String COSTS =
      "select coalesce(b.project, '') as project, d.requester, d.pool, d.id as deal, e.tx_hash,"
          + " -sum(a.amount) as cost,"
          + " coalesce(-sum(a.amount) filter (where a.bucket = 'LOCKED' and e.kind = 'Seize'), 0)"
          + " as spent,"
          + " coalesce(-sum(a.amount) filter (where insured.kind = 'PREMIUM'), 0) as premiums,"
          + " coalesce(sum(a.amount) filter (where insured.kind = 'COVER'), 0) as covers"
          + " from account_entry a join chain_event e on e.id = a.event_id"
          + " join lateral (select min(t.deal) as deal from deal_transaction t"
          + " where t.tx_hash = e.tx_hash having count(*) = 1) about on true"
          + " join deal d on d.id = about.deal and d.requester = a.account"
          + " left join bag b on b.id = d.bag cross join lateral (select "
          + INSURED
          + " as kind) insured"
          + " where a.bucket in ('FREE', 'LOCKED') and e.state <> 'ORPHANED'"
          + " and not exists (select 1 from account_entry o where o.event_id = e.id"
          + " and o.bucket = 'OUTSIDE')"
          + " and e.happened_at >= ? and e.happened_at < ?"
          + " and (?::text is null or d.requester = ?) group by 1, 2, 3, 4, 5";

  private Sql sql;

  protected AccountStatements() {}

  /** Statements from this database. */
  @Inject
  public AccountStatements(DataSource database) {
    this.sql = new Sql(database);
  }

  /** From {@code from} inclusively to {@code to} exclusively. */
  public record Period(Instant from, Instant to) {}

  /** Only what belongs to a project or a pool; empty for all. */
  public record Only(Optional<String> project, Optional<Address> pool) {}

  /** More movements than a statement may have. */
  public static final class TooLong extends RuntimeException {
    TooLong() {
      super("more than " + LINES_MAX + " lines");
    }
  }

  /**
   * What happened to an account in a period.
   *
   * @throws TooLong if it has more than {@link #LINES_MAX} lines
   */
  public StatementView statement(Address account, Period period, Only only) {
    Money opening = opening(account, period, only);
    List<StatementLineView> lines = lines(account, period, only);
    if (lines.size() > LINES_MAX) {
      throw new TooLong();
    }
    Money closing = opening;
    for (StatementLineView line : lines) {
      closing = closing.plus(new BigInteger(line.free()), new BigInteger(line.locked()));
    }
    return new StatementView(
        account.hex(),
        period.from(),
        period.to(),
        only.project().orElse(null),
        only.pool().map(Address::hex).orElse(null),
        opening.view(),
        lines,
        closing.view());
  }

  private Money opening(Address account, Period period, Only only) {
    return sql.first(
            "select " + SUMS + MOVEMENTS + " and e.happened_at < ?",
            row -> new Money(Sql.integer(row, "free"), Sql.integer(row, "locked")),
            account.hex(),
            only.project(),
            only.project(),
            only.pool().map(Address::hex),
            only.pool().map(Address::hex),
            period.from())
        .orElseThrow();
  }

  private List<StatementLineView> lines(Address account, Period period, Only only) {
    return sql.list(
        "select e.tx_hash, e.block_number, e.happened_at, d.id as deal, d.bag, b.project, d.pool,"
            + " bool_and(e.state = 'FINAL') as final, "
            + KINDS
            + " as kinds, "
            + SUMS
            + MOVEMENTS
            + " and e.happened_at >= ? and e.happened_at < ? group by e.tx_hash, e.block_number,"
            + " e.happened_at, d.id, d.bag, b.project, d.pool"
            + " order by e.block_number, min(e.log_index) limit ?",
        AccountStatements::line,
        account.hex(),
        only.project(),
        only.project(),
        only.pool().map(Address::hex),
        only.pool().map(Address::hex),
        period.from(),
        period.to(),
        LINES_MAX + 1);
  }

  /**
   * What deals cost their requesters in a period, by project, requester and pool. Deposits that
   * came with a match do not count.
   */
  public List<ChargeView> charges(Period period, Optional<Address> requester) {
    return sql.list(
        "select m.project, m.requester, m.pool,"
            + " count(distinct m.deal) filter (where m.cost <> 0) as bags,"
            + " count(*) filter (where m.cost <> 0) as transactions, sum(m.spent) as spent,"
            + " sum(m.premiums) as premiums, sum(m.covers) as covers, sum(m.cost) as cost from ("
            + COSTS
            + ") m group by 1, 2, 3 having count(*) filter (where m.cost <> 0) > 0"
            + " order by 1, 2, 3 limit ?",
        AccountStatements::charge,
        period.from(),
        period.to(),
        requester.map(Address::hex),
        requester.map(Address::hex),
        LINES_MAX);
  }

  private static ChargeView charge(ResultSet row) throws SQLException {
    BigInteger spent = Sql.integer(row, "spent");
    BigInteger premiums = Sql.integer(row, "premiums");
    BigInteger covers = Sql.integer(row, "covers");
    BigInteger cost = Sql.integer(row, "cost");
    return new ChargeView(
        row.getString("project"),
        row.getString("requester"),
        row.getString("pool"),
        row.getLong("bags"),
        row.getLong("transactions"),
        spent.toString(),
        premiums.toString(),
        covers.toString(),
        spent.add(premiums).subtract(covers).subtract(cost).toString(),
        cost.toString());
  }

  private static StatementLineView line(ResultSet row) throws SQLException {
    return new StatementLineView(
        Sql.instant(row, "happened_at").orElseThrow(),
        row.getLong("block_number"),
        row.getString("tx_hash"),
        Optional.ofNullable(row.getString("kinds")).orElse(""),
        row.getString("deal"),
        row.getString("bag"),
        row.getString("project"),
        row.getString("pool"),
        Sql.integer(row, "free").toString(),
        Sql.integer(row, "locked").toString(),
        row.getBoolean("final"));
  }

  private record Money(BigInteger free, BigInteger locked) {
    Money plus(BigInteger moreFree, BigInteger moreLocked) {
      return new Money(free.add(moreFree), locked.add(moreLocked));
    }

    MoneyView view() {
      return new MoneyView(free.toString(), locked.toString());
    }
  }
}
