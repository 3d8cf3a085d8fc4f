package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.AccountView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Accounts on the ledger, all read at one block. */
@ApplicationScoped
public class AccountQueries {
  private Sql sql;
  private Chain chain;
  private Hub hub;
  private Keys keys;
  private Users users;

  protected AccountQueries() {}

  /** Queries over the ledger's accounts. */
  @Inject
  public AccountQueries(DataSource database, Chain chain, Hub hub, Keys keys, Users users) {
    this.sql = new Sql(database);
    this.chain = chain;
    this.hub = hub;
    this.keys = keys;
    this.users = users;
  }

  /**
   * A page of accounts: first those of our keys by their names, then all that ever had money in the
   * hub by their addresses.
   *
   * @param after the last account of the page before
   */
  public Page<AccountView> list(int limit, Optional<Address> after) {
    List<Address> rows = accounts(limit + 1, after);
    Map<Address, String> workers = workers(rows);
    long block = chain.head().number();
    return Page.of(rows, limit, account -> view(account, workers, block), Address::hex);
  }

  private List<Address> accounts(int limit, Optional<Address> after) {
    List<Address> ours = keys.names().stream().sorted().map(keys::addressOf).distinct().toList();
    int seen = after.map(ours::indexOf).orElse(-1);
    boolean isPastOurs = after.isPresent() && seen < 0;
    Stream<Address> first = isPastOurs ? Stream.empty() : ours.stream().skip(seen + 1L);
    Optional<String> beyond = isPastOurs ? after.map(Address::hex) : Optional.empty();
    Stream<Address> others =
        sql
            .list(
                "select distinct account from account_entry where bucket in ('FREE', 'LOCKED')"
                    + " and (?::text is null or account > ?) order by account limit ?",
                row -> new Address(row.getString(1)),
                beyond,
                beyond,
                limit + ours.size())
            .stream()
            .filter(account -> !ours.contains(account));
    return Stream.concat(first, others).limit(limit).toList();
  }

  private Map<Address, String> workers(List<Address> accounts) {
    Map<Address, String> names = new HashMap<>();
    sql.list(
        "select address, name from worker where address = any(string_to_array(?, ','))",
        row -> names.put(new Address(row.getString("address")), row.getString("name")),
        accounts.stream().map(Address::hex).collect(Collectors.joining(",")));
    return names;
  }

  /** One account; every address has one, if only an empty one. */
  public AccountView find(Address account) {
    return view(account, workers(List.of(account)), chain.head().number());
  }

  private AccountView view(Address account, Map<Address, String> workers, long block) {
    OptionalLong at = OptionalLong.of(block);
    Hub.Balance balance = hub.balance(account, at);
    NanoRlc pledged = hub.pledge(account, at);
    Optional<String> worker = Optional.ofNullable(workers.get(account));
    Optional<String> key = keys.nameOf(account);
    boolean isWorker = worker.isPresent() || !pledged.isZero();
    return new AccountView(
        account.hex(),
        key.or(() -> worker).orElse(null),
        key.orElse(isWorker ? "worker" : "account"),
        users.of(account),
        balance.free().units().toString(),
        balance.locked().units().toString(),
        pledged.units().toString(),
        hub.wallet(account, at).units().toString(),
        block);
  }
}
