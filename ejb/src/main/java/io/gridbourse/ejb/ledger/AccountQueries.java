package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.AccountView;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;

/** Accounts on the ledger, all read at one block. */
@ApplicationScoped
public class AccountQueries {
  private static final int LIMIT = 1000;
  private Sql sql;
  private Chain chain;
  private Hub hub;
  private Keys keys;

  protected AccountQueries() {}

  /** Queries over the ledger's accounts. */
  @Inject
  public AccountQueries(DataSource database, Chain chain, Hub hub, Keys keys) {
    this.sql = new Sql(database);
    this.chain = chain;
    this.hub = hub;
    this.keys = keys;
  }

  /** The accounts of our keys, then all that ever had money in the hub, at most a thousand. */
  public List<AccountView> list() {
    long block = chain.head().number();
    Set<Address> accounts = new LinkedHashSet<>();
    keys.names().forEach(name -> accounts.add(keys.addressOf(name)));
    accounts.addAll(
        sql.list(
            "select distinct account from account_entry where bucket in ('FREE', 'LOCKED')"
                + " order by account limit ?",
            row -> new Address(row.getString(1)),
            LIMIT));
    return accounts.stream().limit(LIMIT).map(account -> view(account, block)).toList();
  }

  /** One account; every address has one, if only an empty one. */
  public AccountView find(Address account) {
    return view(account, chain.head().number());
  }

  private AccountView view(Address account, long block) {
    OptionalLong at = OptionalLong.of(block);
    Hub.Balance balance = hub.balance(account, at);
    NanoRlc pledged = hub.pledge(account, at);
    Optional<String> name = keys.nameOf(account);
    String role = name.orElse(pledged.isZero() ? "account" : "worker");
    return new AccountView(
        account.hex(),
        name.orElse(null),
        role,
        balance.free().units().toString(),
        balance.locked().units().toString(),
        pledged.units().toString(),
        hub.wallet(account, at).units().toString(),
        block);
  }
}
