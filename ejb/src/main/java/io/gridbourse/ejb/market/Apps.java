package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.proof.sample.Units;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** The apps of this installation. */
@ApplicationScoped
public class Apps {
  private Sql sql;

  protected Apps() {}

  /** The apps in this database. */
  @Inject
  public Apps(DataSource database) {
    this.sql = new Sql(database);
  }

  /** An app by its name or its address. */
  public Optional<App> find(String nameOrAddress) {
    return sql.first(
        "select * from app where name = ? or address = ?",
        Apps::app,
        nameOrAddress,
        nameOrAddress.toLowerCase(Locale.ROOT));
  }

  /** An app by its address. */
  public Optional<App> find(Address address) {
    return sql.first("select * from app where address = ?", Apps::app, address.hex());
  }

  /** Apps by name, from after the one of this name on. */
  public List<App> page(Optional<String> after, int limit) {
    return sql.list(
        "select * from app where ?::text is null or name > ? order by name limit ?",
        Apps::app,
        after,
        after,
        limit);
  }

  /** Stores a new app; false if its name or address is taken. */
  boolean add(App app, String keyName, String intent, Bytes32 order, Instant at) {
    return sql.update(
            "insert into app (name, address, owner, key_name, driver, content, entry, checker,"
                + " units, price, state, intent, order_hash, registered_at, non_deterministic)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            app.name(),
            app.address().hex(),
            app.owner().hex(),
            keyName,
            app.driver(),
            app.content().toString(),
            app.entry(),
            app.checker(),
            app.units().map(Units::text),
            app.price().units(),
            app.state(),
            intent,
            order.hex(),
            at,
            app.isNonDeterministic())
        == 1;
  }

  /** Apps whose registration ended, with the outbox's state and reason. */
  int follow() {
    return sql.update(
        "update app set state = case o.state when 'FINAL' then 'REGISTERED' else 'REFUSED' end,"
            + " reason = o.reason from outbox_tx o where o.intent = app.intent"
            + " and app.state = 'REGISTERING' and o.state in ('FINAL', 'REFUSED')");
  }

  private static App app(ResultSet row) throws SQLException {
    return new App(
        row.getString("name"),
        new Address(row.getString("address")),
        new Address(row.getString("owner")),
        row.getString("driver"),
        Sha256.parse(row.getString("content")),
        Optional.ofNullable(row.getString("entry")),
        Optional.ofNullable(row.getString("checker")),
        new NanoRlc(Sql.integer(row, "price")),
        App.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("reason")),
        checkerFault(row),
        Optional.ofNullable(row.getString("units")).flatMap(Units::parse),
        row.getBoolean("non_deterministic"));
  }

  private static Optional<String> checkerFault(ResultSet row) throws SQLException {
    long faults = row.getLong("checker_faults");
    return faults == 0
        ? Optional.empty()
        : Optional.of(faults + " checks failed, the last: " + row.getString("checker_fault"));
  }
}
