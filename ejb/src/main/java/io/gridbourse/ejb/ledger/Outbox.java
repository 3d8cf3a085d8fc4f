package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * What this server wants the ledger to do. An intent is stored in the transaction of the use case
 * that has it, once; {@link SendTransactions} carries it out.
 */
@ApplicationScoped
public class Outbox {
  private Sql sql;
  private Clock clock;

  protected Outbox() {}

  /** The outbox in this database. */
  @Inject
  public Outbox(DataSource database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /** Stores an intent; false, and nothing changes, if it was stored before. */
  public boolean plan(String intent, String keyName, Address to, String calldata) {
    Instant now = clock.instant();
    return sql.update(
            "insert into outbox_tx (intent, key_name, to_address, calldata, state, planned_at,"
                + " updated_at) values (?, ?, ?, ?, 'PLANNED', ?, ?) on conflict (intent) do"
                + " nothing",
            intent,
            keyName,
            to.hex(),
            calldata,
            now,
            now)
        == 1;
  }

  /** The entry of an intent. */
  public Optional<OutboxEntry> find(String intent) {
    return sql.first("select * from outbox_tx where intent = ?", Outbox::entry, intent);
  }

  /** Entries of a key that are not at their end: by nonce, then those without one by age. */
  List<OutboxEntry> open(String keyName, int limit) {
    return sql.list(
        "select * from outbox_tx where key_name = ? and state not in ('FINAL', 'REFUSED')"
            + " order by nonce nulls last, id limit ?",
        Outbox::entry,
        keyName,
        limit);
  }

  /** Entries at their end whose nonce the chain has not used: it forgot their blocks. */
  List<OutboxEntry> endedFrom(String keyName, long nonce) {
    return sql.list(
        "select * from outbox_tx where key_name = ? and nonce >= ? and block_hash is not null"
            + " and state in ('FINAL', 'REFUSED') order by nonce",
        Outbox::entry,
        keyName,
        nonce);
  }

  /** The entry of a key with the lowest nonce from {@code nonce}. */
  Optional<OutboxEntry> firstFrom(String keyName, long nonce) {
    return sql.first(
        "select * from outbox_tx where key_name = ? and nonce >= ? order by nonce limit 1",
        Outbox::entry,
        keyName,
        nonce);
  }

  /** Keys that have something to send. */
  List<String> openKeys() {
    return sql.list(
        "select distinct key_name from outbox_tx where state not in ('FINAL', 'REFUSED')",
        row -> row.getString(1));
  }

  static OutboxEntry entry(ResultSet row) throws SQLException {
    Optional<OutboxEntry.SignedForm> signed =
        row.getString("raw") == null
            ? Optional.empty()
            : Optional.of(
                new OutboxEntry.SignedForm(
                    row.getString("raw"),
                    new Bytes32(row.getString("tx_hash")),
                    Sql.integer(row, "max_fee"),
                    Sql.integer(row, "tip"),
                    Sql.integer(row, "gas_limit")));
    Optional<OutboxEntry.Mined> mined =
        row.getString("block_hash") == null
            ? Optional.empty()
            : Optional.of(
                new OutboxEntry.Mined(
                    row.getLong("block_number"), new Bytes32(row.getString("block_hash"))));
    return new OutboxEntry(
        row.getLong("id"),
        row.getString("intent"),
        row.getString("key_name"),
        new Address(row.getString("to_address")),
        row.getString("calldata"),
        OutboxState.valueOf(row.getString("state")),
        nonce(row),
        row.getInt("attempts"),
        signed,
        mined,
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("reason_code")),
        Sql.instant(row, "sent_at"),
        Sql.instant(row, "updated_at").orElseThrow());
  }

  private static OptionalLong nonce(ResultSet row) throws SQLException {
    long nonce = row.getLong("nonce");
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(nonce);
  }
}
