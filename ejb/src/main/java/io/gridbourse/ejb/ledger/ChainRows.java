package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of what was read from the chain: cursor, blocks, events. */
final class ChainRows {
  private final Sql sql;
  private final long chainId;

  ChainRows(Sql sql, long chainId) {
    this.sql = sql;
    this.chainId = chainId;
  }

  /** How far the chain was read, and on which chain. */
  record Cursor(Bytes32 genesis, Address hub, long number, Bytes32 hash, long finalNumber) {}

  /** An event as stored. */
  record StoredEvent(
      long id,
      long block,
      Instant at,
      Bytes32 transaction,
      int index,
      Address contract,
      List<String> topics,
      String data,
      boolean isFinal) {}

  Optional<Cursor> cursor() {
    return sql.first(
        "select * from chain_cursor where chain_id = ?",
        row ->
            new Cursor(
                new Bytes32(row.getString("genesis")),
                new Address(row.getString("hub")),
                row.getLong("number"),
                new Bytes32(row.getString("hash")),
                row.getLong("final_number")),
        chainId);
  }

  /** Whether this database follows another chain. */
  Optional<Long> otherChain() {
    return sql.first(
        "select chain_id from chain_cursor where chain_id <> ?", row -> row.getLong(1), chainId);
  }

  void start(Bytes32 genesis, Address hub, Chain.Block first) {
    sql.update(
        "insert into chain_cursor (chain_id, genesis, hub, number, hash, final_number)"
            + " values (?, ?, ?, ?, ?, -1)",
        chainId,
        genesis.hex(),
        hub.hex(),
        first.number(),
        first.hash().hex());
    addBlock(first);
  }

  /** Moves the cursor; if it is no longer where it was, another reader was faster. */
  void advance(Cursor from, long number, Bytes32 hash) {
    int moved =
        sql.update(
            "update chain_cursor set number = ?, hash = ? where chain_id = ? and number = ? and"
                + " hash = ?",
            number,
            hash.hex(),
            chainId,
            from.number(),
            from.hash().hex());
    if (moved != 1) {
      throw new IllegalStateException("the chain cursor has moved from block " + from.number());
    }
  }

  void finalised(long number) {
    sql.update(
        "update chain_cursor set final_number = ? where chain_id = ? and final_number < ?",
        number,
        chainId,
        number);
  }

  /** Stores a block; one that was orphaned before may become canonical again. */
  void addBlock(Chain.Block block) {
    sql.update(
        "insert into chain_block (number, hash, parent, happened_at) values (?, ?, ?, ?)"
            + " on conflict (hash) do update set canonical = true",
        block.number(),
        block.hash().hex(),
        block.parent().hex(),
        block.at());
  }

  Optional<Bytes32> hashOf(long number) {
    return sql.first(
        "select hash from chain_block where number = ? and canonical",
        row -> new Bytes32(row.getString(1)),
        number);
  }

  /** Stores an event; empty if this very event, in this very block, is there already. */
  Optional<StoredEvent> addEvent(Chain.Block block, Chain.LogEntry log, String kind) {
    return sql.first(
        "insert into chain_event (chain_id, tx_hash, log_index, block_hash, block_number, address,"
            + " kind, topics, data, happened_at, state)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'SEEN')"
            + " on conflict (chain_id, tx_hash, log_index, block_hash) do update set state = 'SEEN'"
            + " where chain_event.state = 'ORPHANED' returning *",
        ChainRows::event,
        chainId,
        log.transaction().hex(),
        log.index(),
        block.hash().hex(),
        block.number(),
        log.contract().hex(),
        kind,
        String.join(",", log.topics()),
        log.data(),
        block.at());
  }

  /** Events in canonical blocks above {@code number}, the newest first. */
  List<StoredEvent> above(long number) {
    return sql.list(
        "select * from chain_event where block_number > ? and state <> 'ORPHANED' order by"
            + " block_number desc, log_index desc",
        ChainRows::event,
        number);
  }

  /** Kinds of the events in a block, in order. */
  List<String> kindsAt(long number) {
    return sql.list(
        "select kind from chain_event where block_number = ? and state <> 'ORPHANED' order by"
            + " log_index",
        row -> row.getString(1),
        number);
  }

  /** Whether an event above a block was already final. */
  boolean finalAbove(long number) {
    return sql.first(
            "select 1 from chain_event where block_number > ? and state = 'FINAL' limit 1",
            row -> true,
            number)
        .isPresent();
  }

  void orphanAbove(long number) {
    sql.update(
        "update chain_event set state = 'ORPHANED' where block_number > ? and state <> 'ORPHANED'",
        number);
    sql.update("update chain_block set canonical = false where number > ? and canonical", number);
  }

  /** Whether events wait for their block to be final. */
  boolean hasOpenEvents() {
    return sql.first(
            "select 1 from chain_event where state in ('SEEN', 'CONFIRMED') limit 1", row -> true)
        .isPresent();
  }

  /** Events up to a block that were not final until now, in the order of the chain. */
  List<StoredEvent> openUpTo(long number) {
    return sql.list(
        "select * from chain_event where block_number <= ? and state in ('SEEN', 'CONFIRMED')"
            + " order by block_number, log_index",
        ChainRows::event,
        number);
  }

  void confirmBelow(long number) {
    sql.update(
        "update chain_event set state = 'CONFIRMED' where block_number < ? and state = 'SEEN'",
        number);
  }

  void makeFinal(long eventId) {
    sql.update("update chain_event set state = 'FINAL' where id = ?", eventId);
  }

  /** Forgets old blocks but the first; their events stay. */
  void prune(long below, long first) {
    sql.update("delete from chain_block where number < ? and number > ?", below, first);
  }

  /** What is above a block is no longer final. */
  void finalAtMost(long number) {
    sql.update(
        "update chain_cursor set final_number = least(final_number, ?) where chain_id = ?",
        number,
        chainId);
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    String topics = row.getString("topics");
    return new StoredEvent(
        row.getLong("id"),
        row.getLong("block_number"),
        Sql.instant(row, "happened_at").orElseThrow(),
        new Bytes32(row.getString("tx_hash")),
        row.getInt("log_index"),
        new Address(row.getString("address")),
        topics.isEmpty() ? List.of() : List.of(topics.split(",", -1)),
        row.getString("data"),
        row.getString("state").equals("FINAL"));
  }
}
