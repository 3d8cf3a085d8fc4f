package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.ledger.OutboxState.Event;
import io.gridbourse.ejb.sql.Sql;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import javax.sql.DataSource;

/** The changes of outbox entries: each is one fenced transaction along one edge of the table. */
final class OutboxChanges {
  private static final String NO_BLOCK =
      "block_number = null, block_hash = null, reason = null, reason_code = null";
  private final Sql sql;
  private final NodeLeases leases;
  private final Clock clock;

  OutboxChanges(DataSource database, NodeLeases leases, Clock clock) {
    this.sql = new Sql(database);
    this.leases = leases;
    this.clock = clock;
  }

  /**
   * Takes the key's next nonce and stores the bytes signed with it, before anybody sees them.
   *
   * @param chainNonce what the chain says is the next one; it wins if it is higher
   */
  void sign(
      Lease lease,
      OutboxEntry entry,
      long chainNonce,
      LongFunction<OutboxEntry.SignedForm> signing) {
    leases.run(
        lease,
        () -> {
          sql.update(
              "insert into key_nonce (key_name, next) values (?, ?) on conflict do nothing",
              entry.keyName(),
              chainNonce);
          long next =
              sql.first(
                      "select next from key_nonce where key_name = ? for update",
                      row -> row.getLong(1),
                      entry.keyName())
                  .orElseThrow();
          long nonce = entry.nonce().orElse(Math.max(next, chainNonce));
          storeSigned(entry, Event.SIGNED, nonce, 1, signing.apply(nonce));
          sql.update(
              "update key_nonce set next = greatest(next, ?) where key_name = ?",
              nonce + 1,
              entry.keyName());
        });
  }

  /** Stores bytes with higher fees for the same nonce. */
  void bump(Lease lease, OutboxEntry entry, OutboxEntry.SignedForm form) {
    leases.run(
        lease,
        () -> {
          storeSigned(entry, Event.BUMPED, entry.nonce().orElseThrow(), entry.attempts() + 1, form);
        });
  }

  void accepted(Lease lease, OutboxEntry entry) {
    change(
        lease,
        entry,
        Event.ACCEPTED,
        "sent_at = ?, block_number = null, block_hash = null",
        clock.instant());
  }

  void included(Lease lease, OutboxEntry entry, Bytes32 hash, Chain.Receipt receipt) {
    change(
        lease,
        entry,
        Event.INCLUDED,
        "tx_hash = ?, block_number = ?, block_hash = ?, alarm = false",
        hash.hex(),
        receipt.blockNumber(),
        receipt.block().hex());
  }

  void lost(Lease lease, OutboxEntry entry) {
    change(lease, entry, Event.LOST, NO_BLOCK);
  }

  void finalised(Lease lease, OutboxEntry entry) {
    change(lease, entry, Event.FINALISED, "reason = null");
  }

  void refused(Lease lease, OutboxEntry entry, Chain.Simulation.Reverted why) {
    change(lease, entry, Event.REVERTED, "reason = ?, reason_code = ?", why.reason(), why.code());
  }

  /** The final block that decided about it is gone: the same bytes are sent again. */
  void orphaned(Lease lease, OutboxEntry entry) {
    change(lease, entry, Event.ORPHANED, NO_BLOCK);
  }

  /**
   * Makes everything that was decided in blocks above a number be sent again, within the running
   * transaction. What is on the new branch too is found there by its receipt.
   *
   * @return how many entries that were final are open again
   */
  int orphanAbove(long number) {
    List<OutboxEntry> gone =
        sql.list(
            "select * from outbox_tx where block_number > ? and state in ('FINAL', 'REFUSED',"
                + " 'MINED') order by key_name, nonce for update",
            Outbox::entry,
            number);
    int reopened = 0;
    for (OutboxEntry entry : gone) {
      boolean ended = entry.state().isFinal();
      move(entry, ended ? Event.ORPHANED : Event.LOST, NO_BLOCK);
      reopened += ended ? 1 : 0;
    }
    return reopened;
  }

  /** Its nonce went to another transaction: it starts again with a new one. */
  void nonceTaken(Lease lease, OutboxEntry entry) {
    change(
        lease,
        entry,
        Event.NONCE_TAKEN,
        "nonce = null, raw = null, tx_hash = null, attempts = 0, sent_at = null");
  }

  /** Notes a simulation that the contract refused, to be tried again. */
  void refusedForNow(Lease lease, OutboxEntry entry, Chain.Simulation.Reverted why) {
    leases.run(
        lease,
        () -> {
          sql.update(
              "update outbox_tx set attempts = attempts + 1, reason = ?, reason_code = ?,"
                  + " updated_at = ? where id = ? and state = 'PLANNED'",
              why.reason(),
              why.code(),
              clock.instant(),
              entry.id());
        });
  }

  /** Notes what keeps it from being taken, for an operator to see. */
  void alarm(Lease lease, OutboxEntry entry, String reason) {
    leases.run(
        lease,
        () -> {
          sql.update(
              "update outbox_tx set alarm = true, reason = ?, updated_at = ?, sent_at = ? where"
                  + " id = ?",
              reason,
              clock.instant(),
              clock.instant(),
              entry.id());
        });
  }

  /**
   * An empty transfer to itself that uses a nonce which nothing else will. Its intent counts the
   * fillers that this nonce had on other branches of the chain.
   */
  void planFiller(Lease lease, String keyName, String account, long nonce) {
    Instant now = clock.instant();
    String intent = OutboxEntry.FILLER + keyName + ":" + nonce;
    leases.run(
        lease,
        () -> {
          long earlier =
              sql.first(
                      "select count(*) from outbox_tx where intent = ? or intent like ?",
                      row -> row.getLong(1),
                      intent,
                      intent + ":%")
                  .orElseThrow();
          sql.update(
              "insert into outbox_tx (intent, key_name, to_address, calldata, state, nonce,"
                  + " planned_at, updated_at) values (?, ?, ?, '0x', 'PLANNED', ?, ?, ?)",
              earlier == 0 ? intent : intent + ":" + earlier,
              keyName,
              account,
              nonce,
              now,
              now);
        });
  }

  /** Hashes of all signed forms of an entry, the latest first. */
  List<Bytes32> forms(OutboxEntry entry) {
    return sql.list(
        "select tx_hash from outbox_attempt where outbox_id = ? order by signed_at desc, attempt"
            + " desc",
        row -> new Bytes32(row.getString(1)),
        entry.id());
  }

  private void storeSigned(
      OutboxEntry entry, Event event, long nonce, int attempt, OutboxEntry.SignedForm form) {
    Instant now = clock.instant();
    sql.update(
        "delete from outbox_attempt where outbox_id = ? and attempt >= ?", entry.id(), attempt);
    sql.update(
        "insert into outbox_attempt (tx_hash, outbox_id, attempt, raw, signed_at) values"
            + " (?, ?, ?, ?, ?)",
        form.hash().hex(),
        entry.id(),
        attempt,
        form.raw(),
        now);
    move(
        entry,
        event,
        "nonce = ?, attempts = ?, raw = ?, tx_hash = ?, max_fee = ?, tip = ?, gas_limit = ?,"
            + " reason = null, reason_code = null",
        nonce,
        attempt,
        form.raw(),
        form.hash().hex(),
        form.maxFee(),
        form.tip(),
        form.gasLimit());
  }

  private void change(
      Lease lease, OutboxEntry entry, Event event, String assignments, Object... values) {
    leases.run(
        lease,
        () -> {
          move(entry, event, assignments, values);
        });
  }

  private void move(OutboxEntry entry, Event event, String assignments, Object... values) {
    OutboxState next =
        entry
            .state()
            .on(event)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "outbox entry " + entry.id() + " is " + entry.state() + ": no " + event));
    Object[] all = new Object[values.length + 4];
    all[0] = next;
    all[1] = clock.instant();
    System.arraycopy(values, 0, all, 2, values.length);
    all[values.length + 2] = entry.id();
    all[values.length + 3] = entry.state();
    int changed =
        sql.update(
            "update outbox_tx set state = ?, updated_at = ?, "
                + assignments
                + " where id = ? and state = ?",
            all);
    if (changed != 1) {
      throw new IllegalStateException(
          "outbox entry " + entry.id() + " is no longer " + entry.state());
    }
  }
}
