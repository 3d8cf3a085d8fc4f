package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What users want of the insurance, in the database. */
final class Wishes {
  private final Sql sql;

  Wishes(DataSource database) {
    this.sql = new Sql(database);
  }

  /** Who wants it, with which key of the server. */
  record Asker(Address account, String keyName) {}

  /**
   * A policy that is wanted.
   *
   * @param premiumMax empty for any price
   */
  record Policy(
      DealId deal,
      Optional<NanoRlc> premiumMax,
      Optional<NanoRlc> coverPerTask,
      Optional<NanoRlc> promised,
      Instant promisedUntil) {}

  /** Wants a policy; empty, and nothing changes, if one is wanted or bought already. */
  Optional<Wish> buy(Asker asker, Policy policy, Instant now) {
    return sql.first(
        "insert into insurance_wish (kind, account, key_name, deal, bag, amount, cover_per_task,"
            + " promised, promised_until, state, asked_at, updated_at) values ('BUY', ?, ?, ?, ?,"
            + " ?, ?, ?, ?, 'WANTED', ?, ?) on conflict (deal) where kind = 'BUY' and state <>"
            + " 'REFUSED' do nothing returning *",
        Wishes::wish,
        asker.account.hex(),
        asker.keyName,
        policy.deal.hex(),
        BagId.of(policy.deal).text(),
        policy.premiumMax.map(NanoRlc::units),
        policy.coverPerTask.map(NanoRlc::units),
        policy.promised.map(NanoRlc::units),
        policy.promised.map(told -> policy.promisedUntil),
        now,
        now);
  }

  /** Wants capital to be moved. */
  Wish move(Asker asker, Wish.Kind kind, NanoRlc amount, Instant now) {
    return sql.first(
            "insert into insurance_wish (kind, account, key_name, amount, state, asked_at,"
                + " updated_at) values (?, ?, ?, ?, 'WANTED', ?, ?) returning *",
            Wishes::wish,
            kind,
            asker.account.hex(),
            asker.keyName,
            amount.units(),
            now,
            now)
        .orElseThrow();
  }

  Optional<Wish> find(long id) {
    return sql.first("select * from insurance_wish where id = ?", Wishes::wish, id);
  }

  /** The newest wish for a policy of a bag. */
  Optional<Wish> ofBag(BagId bag) {
    return sql.first(
        "select * from insurance_wish where bag = ? order by id desc limit 1",
        Wishes::wish,
        bag.text());
  }

  /** An account's wishes, or all, the newest first, from before an id on. */
  List<Wish> page(Optional<Address> account, long before, int limit) {
    return sql.list(
        "select * from insurance_wish where (?::text is null or account = ?) and id < ?"
            + " order by id desc limit ?",
        Wishes::wish,
        account.map(Address::hex),
        account.map(Address::hex),
        before,
        limit);
  }

  /** Wishes that are under way, the oldest first. */
  List<Wish> underWay(int limit) {
    return sql.list(
        "select * from insurance_wish where state in ('APPROVING', 'SENT', 'MINED')"
            + " order by id limit ?",
        Wishes::wish,
        limit);
  }

  /**
   * Wishes of one account that can begin: none of its money is about to be taken, and a policy's
   * deal is final, or its bag has ended.
   */
  List<Wish> ready(Address account, int limit) {
    return sql.list(
        "select w.* from insurance_wish w where w.account = ? and w.state = 'WANTED' and "
            + READY
            + " order by w.id limit ?",
        Wishes::wish,
        account.hex(),
        limit);
  }

  /** Accounts with wishes that can begin. */
  List<Address> readyAccounts() {
    return sql.list(
        "select distinct w.account from insurance_wish w where w.state = 'WANTED' and " + READY,
        row -> new Address(row.getString(1)));
  }

  private static final String READY =
      "(w.kind <> 'BUY' or exists (select 1 from deal d where d.id = w.deal) or exists"
          + " (select 1 from bag b where b.id = w.bag and b.state in ('COMPLETED', 'FAILED',"
          + " 'CANCELLED'))) and (w.kind = 'WITHDRAW' or not exists (select 1 from insurance_wish"
          + " o where o.account = w.account and o.kind <> 'WITHDRAW' and o.state in ('APPROVING',"
          + " 'SENT')))";

  /** Takes a wish a step further. */
  void move(Wish wish, WishState.Event event, Optional<String> reason, Instant now) {
    WishState next =
        wish.state()
            .on(event)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "wish " + wish.id() + ": " + event + " in " + wish.state()));
    sql.update(
        "update insurance_wish set state = ?, reason = ?, updated_at = ? where id = ? and state ="
            + " ?",
        next,
        reason,
        now,
        wish.id(),
        wish.state());
  }

  /** Notes how a wish will be carried out; its intent is of this try alone. */
  void planned(Wish wish, Plan plan) {
    sql.update(
        "update insurance_wish set premium = ?, calldata = ?, approval = ?, intent = ?,"
            + " tries = tries + 1 where id = ?",
        plan.premium.map(NanoRlc::units),
        plan.calldata,
        plan.approval,
        intent(wish, wish.tries() + 1),
        wish.id());
  }

  /**
   * How a wish is carried out.
   *
   * @param approval intent of the approval, if money is taken
   */
  record Plan(Optional<NanoRlc> premium, String calldata, Optional<String> approval) {}

  static String intent(Wish wish, int attempt) {
    return "insurance:" + wish.kind() + ":" + wish.id() + ":" + attempt;
  }

  private static Wish wish(ResultSet row) throws SQLException {
    return new Wish(
        row.getLong("id"),
        Wish.Kind.valueOf(row.getString("kind")),
        new Address(row.getString("account")),
        row.getString("key_name"),
        Optional.ofNullable(row.getString("deal")).map(DealId::new),
        Optional.ofNullable(row.getString("bag")),
        amount(row, "amount"),
        amount(row, "cover_per_task"),
        amount(row, "promised"),
        Sql.instant(row, "promised_until"),
        amount(row, "premium"),
        WishState.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("reason")),
        row.getInt("tries"),
        Optional.ofNullable(row.getString("calldata")),
        Optional.ofNullable(row.getString("approval")),
        Optional.ofNullable(row.getString("intent")),
        Sql.instant(row, "asked_at").orElseThrow());
  }

  private static Optional<NanoRlc> amount(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column) == null
        ? Optional.empty()
        : Optional.of(new NanoRlc(Sql.integer(row, column)));
  }
}
