package io.gridbourse.ejb.proof.record;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Writes down what the ledger says for good of acceptances, challenges and trials, in the order of
 * the chain. The row of what it said tells whether it was written, and changes in the same
 * transaction. What concerns no bag of this server is passed by.
 */
final class RecordCourt {
  private static final int ROUND_MAX = 500;

  private static final String SAID =
      "select 'acceptance' as source, event_id, 'ACCEPTED' as kind, null::bigint as trial, deal,"
          + " partition, null::bigint as task_index, null as account, results_root as digest,"
          + " null as corrected, extract(epoch from window_end)::bigint as number,"
          + " null::integer as round from acceptance where not recorded"
          + " union all select 'trial_event', t.event_id, t.kind, t.trial, o.deal, null,"
          + " o.task_index, t.account, t.digest, null, t.number, t.round from trial_event t"
          + " join trial_event o on o.trial = t.trial and o.kind = 'CHALLENGED'"
          + " where not t.recorded"
          + " union all select 'correction', event_id, 'CORRECTED', null, deal, partition,"
          + " task_index, null, digest, corrected, null, null from correction where not recorded";

  private static final String FINAL =
      "select s.*, e.happened_at, e.tx_hash, e.block_number, e.block_hash, p.bag,"
          + " p.number as part, p.first + coalesce(d.bot_first, 0) as part_first, p.tasks"
          + " from ("
          + SAID
          + ") s join chain_event e on e.id = s.event_id and e.state = 'FINAL'"
          + " left join deal d on d.id = s.deal left join bag b on b.deal = s.deal"
          + " left join bag_partition p on p.bag = b.id and case when s.task_index is null"
          + " then p.number = s.partition else s.task_index - coalesce(d.bot_first, 0) - p.first"
          + " between 0 and p.tasks - 1 end order by s.event_id limit "
          + ROUND_MAX;

  private final Sql sql;
  private final RecordRows rows;

  RecordCourt(DataSource database) {
    this.sql = new Sql(database);
    this.rows = new RecordRows(database);
  }

  private record Told(String source, long eventId, Optional<BagId> bag, Optional<Entry> entry) {}

  /** Writes down what has become final since the last call. */
  void note() {
    for (Told told : sql.list(FINAL, RecordCourt::told)) {
      told.entry().ifPresent(entry -> rows.note(told.bag().orElseThrow(), entry));
      sql.update(
          "update " + told.source() + " set recorded = true where event_id = ?", told.eventId());
    }
  }

  private static Told told(ResultSet row) throws SQLException {
    Optional<BagId> bag = Optional.ofNullable(row.getString("bag")).map(BagId::new);
    return new Told(
        row.getString("source"),
        row.getLong("event_id"),
        bag,
        bag.isPresent() ? Optional.of(entry(row)) : Optional.empty());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    String name = row.getString("kind");
    boolean isEnd = name.startsWith("ENDED_");
    EntryKind kind = isEnd ? EntryKind.TRIAL_ENDED : EntryKind.valueOf(name);
    return Entry.of(
        kind,
        Sql.instant(row, "happened_at").orElseThrow(),
        range(row),
        Stream.concat(said(kind, row), place(row)).toArray());
  }

  /** A trial is about one task, an acceptance about a whole partition. */
  private static Entry.Range range(ResultSet row) throws SQLException {
    DealId deal = new DealId(row.getString("deal"));
    long index = row.getLong("task_index");
    return row.wasNull()
        ? new Entry.Range(deal, row.getInt("part"), row.getLong("part_first"), row.getInt("tasks"))
        : new Entry.Range(deal, row.getInt("part"), index, 1);
  }

  private static Stream<Object> said(EntryKind kind, ResultSet row) throws SQLException {
    long number = row.getLong("number");
    return switch (kind) {
      case ACCEPTED -> Stream.of(word(row, "digest"), Instant.ofEpochSecond(number));
      case CHALLENGED -> Stream.of(trial(row), account(row), word(row, "digest"), number);
      case DRAW_SET -> Stream.of(trial(row), number);
      case JUROR_DRAWN ->
          Stream.of(trial(row), row.getLong("round"), account(row), Instant.ofEpochSecond(number));
      case VOTE_COMMITTED, VOTE_REVEALED ->
          Stream.of(trial(row), account(row), word(row, "digest"));
      case REVEAL_OPENED -> Stream.of(trial(row), Instant.ofEpochSecond(number));
      case SEAL_OPENED -> Stream.of(trial(row), account(row));
      case TRIAL_ENDED ->
          Stream.of(
              trial(row), row.getString("kind").substring("ENDED_".length()), word(row, "digest"));
      case CORRECTED -> Stream.of(word(row, "digest"), word(row, "corrected"));
      case LEASED,
          LEASE_ENDED,
          COMMITTED,
          REVEALED,
          SILENT,
          DISPUTED,
          OUTVOTED,
          GIVEN_UP,
          DECIDED,
          SETTLED,
          SETTLEMENT_REFUSED ->
          throw new IllegalStateException("the court says nothing of kind " + kind);
    };
  }

  private static Stream<Object> place(ResultSet row) throws SQLException {
    return Stream.of(word(row, "tx_hash"), row.getLong("block_number"), word(row, "block_hash"));
  }

  private static Long trial(ResultSet row) throws SQLException {
    return row.getLong("trial");
  }

  private static Address account(ResultSet row) throws SQLException {
    return new Address(row.getString("account"));
  }

  private static Bytes32 word(ResultSet row, String column) throws SQLException {
    return new Bytes32(row.getString(column));
  }
}
