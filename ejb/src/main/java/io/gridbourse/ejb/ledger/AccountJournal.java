package io.gridbourse.ejb.ledger;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.util.List;

/**
 * The account book that mirrors the hub: each event moves money between buckets, and its entries
 * sum to zero. TRANSIT is the hub's own hand, through which locks and payments pass; it is empty
 * after each transaction. OUTSIDE is the world of tokens.
 */
final class AccountJournal {
  private static final String FREE = "FREE";
  private static final String LOCKED = "LOCKED";
  private static final String TRANSIT = "TRANSIT";
  private static final String OUTSIDE = "OUTSIDE";
  private final Sql sql;
  private final Address hub;

  AccountJournal(Sql sql, Address hub) {
    this.sql = sql;
    this.hub = hub;
  }

  /** Books an event; most kinds move no money. */
  void book(long eventId, long block, HubEvent event) {
    if (event instanceof HubEvent.Transfer transfer) {
      Address from = new Address(transfer.from());
      Address to = new Address(transfer.to());
      post(eventId, block, side(from), side(to), transfer.amount());
    } else if (event instanceof HubEvent.Lock lock) {
      Address account = new Address(lock.account());
      post(eventId, block, transit(), new Side(account, LOCKED), lock.amount());
    } else if (event instanceof HubEvent.Unlock unlock) {
      Address account = new Address(unlock.account());
      post(eventId, block, new Side(account, LOCKED), transit(), unlock.amount());
    } else if (event instanceof HubEvent.Seize seize) {
      Address account = new Address(seize.account());
      post(eventId, block, new Side(account, LOCKED), transit(), seize.amount());
    }
  }

  /** Takes back the entries of an orphaned event; doing so twice changes nothing more. */
  void compensate(long eventId) {
    sql.update(
        "insert into account_entry (event_id, block_number, account, bucket, amount, compensates)"
            + " select event_id, block_number, account, bucket, -sum(amount), true"
            + " from account_entry where event_id = ?"
            + " group by event_id, block_number, account, bucket having sum(amount) <> 0",
        eventId);
  }

  /** Accounts that have had money until a block, by address. */
  List<Address> accounts(long block) {
    return sql.list(
        "select distinct account from account_entry where block_number <= ? and bucket in ('FREE',"
            + " 'LOCKED') order by account",
        row -> new Address(row.getString("account")),
        block);
  }

  /** Balances of an account after a block. */
  Balances balances(Address account, long block) {
    return sql.first(
            "select coalesce(sum(amount) filter (where bucket = 'FREE'), 0) as free,"
                + " coalesce(sum(amount) filter (where bucket = 'LOCKED'), 0) as locked"
                + " from account_entry where account = ? and bucket in ('FREE', 'LOCKED')"
                + " and block_number <= ?",
            row -> new Balances(Sql.integer(row, "free"), Sql.integer(row, "locked")),
            account.hex(),
            block)
        .orElseThrow();
  }

  /** What should be zero after a block: the sum of all entries, and what is in transit. */
  List<BigInteger> zeros(long block) {
    return sql.list(
        "select coalesce(sum(amount), 0) as total from account_entry where block_number <= ?"
            + " union all select coalesce(sum(amount), 0) from account_entry"
            + " where bucket = 'TRANSIT' and block_number <= ?",
        row -> Sql.integer(row, "total"),
        block,
        block);
  }

  /** The money of all accounts together after a block. */
  BigInteger inAccounts(long block) {
    return sql.first(
            "select coalesce(sum(amount), 0) as total from account_entry"
                + " where bucket in ('FREE', 'LOCKED') and block_number <= ?",
            row -> Sql.integer(row, "total"),
            block)
        .orElseThrow();
  }

  /** Free and locked money by the book; negative only if the book is wrong. */
  record Balances(BigInteger free, BigInteger locked) {}

  private void post(long eventId, long block, Side from, Side to, BigInteger amount) {
    NanoRlc checked = new NanoRlc(amount);
    if (checked.isZero()) {
      return;
    }
    sql.batch(
        "insert into account_entry (event_id, block_number, account, bucket, amount) values"
            + " (?, ?, ?, ?, ?)",
        List.of(
            new Object[] {eventId, block, from.account.hex(), from.bucket, amount.negate()},
            new Object[] {eventId, block, to.account.hex(), to.bucket, amount}));
  }

  private Side side(Address account) {
    if (account.isZero()) {
      return new Side(Address.ZERO, OUTSIDE);
    }
    return account.equals(hub) ? transit() : new Side(account, FREE);
  }

  private Side transit() {
    return new Side(hub, TRANSIT);
  }

  private record Side(Address account, String bucket) {}
}
