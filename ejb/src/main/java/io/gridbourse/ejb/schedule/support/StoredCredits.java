package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.SupportViews.CreditView;
import io.gridbourse.ejb.sql.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Credits by owner and project. Every change is one row of the account, changed only if it has
 * enough, and one entry, in the running transaction: so that nothing is overspent, whatever runs at
 * once.
 */
final class StoredCredits {
  /** Bags that name no project share this one. */
  static final String NO_PROJECT = "default";

  private final Sql sql;

  StoredCredits(DataSource database) {
    this.sql = new Sql(database);
  }

  /** An account that pays for bags, and the project that it names in them. */
  record Account(Address owner, String project) {
    Account {
      project = project.isBlank() ? NO_PROJECT : project;
    }
  }

  /** Adds credits. */
  void grant(Account account, long credits, String byUser, Instant now) {
    sql.update(
        "insert into credit_account as a (owner, project, granted, free) values (?, ?, ?, ?)"
            + " on conflict (owner, project) do update set granted = a.granted + excluded.granted,"
            + " free = a.free + excluded.free",
        account.owner.hex(),
        account.project,
        credits,
        credits);
    enter(account, Optional.empty(), "GRANT", credits, Optional.of(byUser), now);
  }

  /** What is free, with the row locked so that it stays so in this transaction. */
  long free(Account account) {
    return sql.first(
            "select free from credit_account where owner = ? and project = ? for update",
            row -> row.getLong("free"),
            account.owner.hex(),
            account.project)
        .orElse(0L);
  }

  /** Sets credits aside for a bag; false, and nothing is changed, if fewer are free. */
  boolean reserve(Account account, BagId bag, long credits, Instant now) {
    boolean isReserved =
        sql.update(
                "update credit_account set free = free - ?, reserved = reserved + ?"
                    + " where owner = ? and project = ? and free >= ?",
                credits,
                credits,
                account.owner.hex(),
                account.project,
                credits)
            == 1;
    if (isReserved) {
      enter(account, Optional.of(bag), "RESERVE", credits, Optional.empty(), now);
    }
    return isReserved;
  }

  /** Spends one credit of a bag's; false if it has none left. */
  boolean spendOne(BagId bag, Instant now) {
    Optional<Account> account =
        sql.first(
            "update bag_support set credits_left = credits_left - 1"
                + " where bag = ? and credits_left > 0 returning owner, project",
            row -> new Account(new Address(row.getString("owner")), row.getString("project")),
            bag.text());
    account.ifPresent(
        each -> {
          sql.update(
              "update credit_account set reserved = reserved - 1, spent = spent + 1"
                  + " where owner = ? and project = ?",
              each.owner.hex(),
              each.project);
          enter(each, Optional.of(bag), "SPEND", 1, Optional.empty(), now);
        });
    return account.isPresent();
  }

  /** Frees what a bag has left. */
  void release(BagId bag, Instant now) {
    record Rest(Account account, long credits) {}

    sql.first(
            "select owner, project, credits_left from bag_support where bag = ?"
                + " and credits_left > 0 for update",
            row ->
                new Rest(
                    new Account(new Address(row.getString("owner")), row.getString("project")),
                    row.getLong("credits_left")),
            bag.text())
        .ifPresent(
            rest -> {
              sql.update("update bag_support set credits_left = 0 where bag = ?", bag.text());
              sql.update(
                  "update credit_account set reserved = reserved - ?, free = free + ?"
                      + " where owner = ? and project = ?",
                  rest.credits,
                  rest.credits,
                  rest.account.owner.hex(),
                  rest.account.project);
              enter(rest.account, Optional.of(bag), "RELEASE", rest.credits, Optional.empty(), now);
            });
  }

  /** Accounts of an owner, or all. */
  List<CreditView> list(Optional<Address> owner) {
    return sql.list(
        "select * from credit_account where (?::text is null or owner = ?)"
            + " order by owner, project",
        row ->
            new CreditView(
                row.getString("owner"),
                row.getString("project"),
                row.getLong("granted"),
                row.getLong("free"),
                row.getLong("reserved"),
                row.getLong("spent")),
        owner.map(Address::hex),
        owner.map(Address::hex));
  }

  private void enter(
      Account account,
      Optional<BagId> bag,
      String kind,
      long credits,
      Optional<String> byUser,
      Instant now) {
    sql.update(
        "insert into credit_entry (owner, project, bag, kind, credits, by_user, at)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        account.owner.hex(),
        account.project,
        bag.map(BagId::text),
        kind,
        credits,
        byUser,
        now);
  }
}
