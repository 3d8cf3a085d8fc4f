package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Submissions on their way to a deal. */
final class BagRequests {
  private static final int ACCOUNT_USES = 8;
  private static final String NOT_LOCKED_YET =
      " o.state in ('PLANNED', 'SIGNED', 'SENT', 'DROPPED')";
  private final Sql sql;

  BagRequests(DataSource database) {
    this.sql = new Sql(database);
  }

  /** A submission that has no deal yet. */
  record Waiting(
      BagId bag,
      DealId deal,
      Address requester,
      String keyName,
      String spec,
      Bytes32 request,
      int tries) {}

  /** A match that the ledger refused. */
  record RefusedMatch(BagId bag, int tries, String code, String reason) {}

  void add(Waiting waiting, Instant at) {
    sql.update(
        "insert into bag_request (bag, deal, requester, key_name, spec, request_hash, state,"
            + " submitted_at, updated_at) values (?, ?, ?, ?, ?, ?, 'PENDING', ?, ?)",
        waiting.bag.text(),
        waiting.deal.hex(),
        waiting.requester.hex(),
        waiting.keyName,
        waiting.spec,
        waiting.request.hex(),
        at,
        at);
  }

  /** Notes the planned match and the money that it will lock. */
  void matching(BagId bag, Plan.Fits fits, String intent, Instant at) {
    sql.update(
        "update bag_request set state = 'MATCHING', app_hash = ?, pool_hash = ?, pool = ?,"
            + " pool_owner = ?, price = ?, locks = ?, pool_stake = ?, intent = ?, tries = tries + 1,"
            + " updated_at = ? where bag = ?",
        fits.appOrder().hash().hex(),
        fits.poolOrder().hash().hex(),
        fits.poolOrder().order().pool().hex(),
        fits.poolOwner().hex(),
        fits.pricePerTask().units(),
        fits.total().units(),
        fits.poolStake().units(),
        intent,
        at,
        bag.text());
  }

  void state(BagId bag, String state, Instant at) {
    sql.update(
        "update bag_request set state = ?, updated_at = ? where bag = ?", state, at, bag.text());
  }

  Optional<Waiting> find(BagId bag) {
    return sql.first("select * from bag_request where bag = ?", BagRequests::waiting, bag.text());
  }

  List<Waiting> pending(int limit) {
    return sql.list(
        "select * from bag_request where state = 'PENDING' order by submitted_at limit ?",
        BagRequests::waiting,
        limit);
  }

  List<RefusedMatch> refusedMatches(int limit) {
    return sql.list(
        "select r.bag, r.tries, o.reason, o.reason_code from bag_request r join outbox_tx o on"
            + " o.intent = r.intent where r.state = 'MATCHING' and o.state = 'REFUSED' limit ?",
        row ->
            new RefusedMatch(
                new BagId(row.getString("bag")),
                row.getInt("tries"),
                Optional.ofNullable(row.getString("reason_code")).orElse(""),
                Optional.ofNullable(row.getString("reason")).orElse("the ledger gave no reason")),
        limit);
  }

  /** What an account's planned matches will lock, as requester and as owner of a pool. */
  NanoRlc plannedLocks(Address account) {
    return sum(
        "select coalesce(sum(amount), 0) as total from ("
            + "select case when requester = ? then locks else 0 end"
            + " + case when pool_owner = ? then pool_stake else 0 end as amount, intent"
            + " from bag_request where state = 'MATCHING' and (requester = ? or pool_owner = ?)"
            + " union all select case when requester = ? then locks else 0 end"
            + " + case when pool_owner = ? then pool_stake else 0 end, intent"
            + " from planned_match where requester = ? or pool_owner = ?"
            + ") p join outbox_tx o on o.intent = p.intent where"
            + NOT_LOCKED_YET,
        Collections.nCopies(ACCOUNT_USES, account.hex()).toArray());
  }

  /** Lets one submission of an account at a time count its money, until the transaction ends. */
  void lockFunds(Address account) {
    sql.list(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> true,
        "funds:" + account.hex());
  }

  private NanoRlc sum(String query, Object... values) {
    return sql.first(query, row -> new NanoRlc(Sql.integer(row, "total")), values).orElseThrow();
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        new BagId(row.getString("bag")),
        new DealId(row.getString("deal")),
        new Address(row.getString("requester")),
        row.getString("key_name"),
        row.getString("spec"),
        new Bytes32(row.getString("request_hash")),
        row.getInt("tries"));
  }
}
