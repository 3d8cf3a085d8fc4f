package io.gridbourse.ejb.proof.record;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Writes down that partitions are decided, and how the ledger settled them. The partition's row
 * says what has been written, and changes in the same transaction: nothing is lost or doubled.
 */
final class RecordEnds {
  private static final int PARTITIONS_MAX = 500;
  private static final int REASON_MAX = 1_000;
  private static final int DECIDED = 1;
  private static final int ENDED = 2;
  private static final String OPEN =
      "select p.bag, p.number, p.first, p.tasks, p.state, p.recorded, p.results_root, p.succeeded,"
          + " p.program_failed, p.given_up, p.decided_at, b.deal, s.tx_hash, e.block_number,"
          + " e.block_hash, c.happened_at, o.reason, o.updated_at,"
          + " coalesce(d.bot_first, 0) as bot_first"
          + " from bag_partition p join bag b on b.id = p.bag"
          + " left join deal d on d.id = b.deal"
          + " left join deal_partition s on s.deal = b.deal and s.number = p.number"
          + " left join chain_event e on e.id = s.event_id"
          + " left join chain_block c on c.hash = e.block_hash"
          + " left join outbox_tx o on o.id = (select max(x.id) from outbox_tx x"
          + " where p.state = 'REFUSED' and (x.intent = 'settle:' || b.deal || ':' || p.number"
          + " or starts_with(x.intent, 'accept:' || b.deal || ':' || p.number || ':')))"
          + " where p.recorded < 2 and p.state in ('DECIDED', 'ACCEPTING', 'ACCEPTED', 'SETTLING',"
          + " 'SETTLED', 'REFUSED')"
          + " and (p.recorded = 0 or s.tx_hash is not null or p.state = 'REFUSED')"
          + " order by p.bag, p.number limit "
          + PARTITIONS_MAX
          + " for update of p";
  private final Sql sql;
  private final RecordRows rows;

  RecordEnds(DataSource database) {
    this.sql = new Sql(database);
    this.rows = new RecordRows(database);
  }

  private record End(BagId bag, Entry entry, int recorded) {}

  /** Writes down what has ended since the last call, one step of each partition. */
  void note() {
    List<End> ends = sql.list(OPEN, RecordEnds::end);
    for (End end : ends) {
      rows.note(end.bag(), end.entry());
      sql.update(
          "update bag_partition set recorded = ? where bag = ? and number = ?",
          end.recorded(),
          end.bag().text(),
          end.entry().partition());
    }
  }

  private static End end(ResultSet row) throws SQLException {
    Entry.Range range =
        new Entry.Range(
            new DealId(row.getString("deal")),
            row.getInt("number"),
            row.getLong("bot_first") + row.getLong("first"),
            row.getInt("tasks"));
    BagId bag = new BagId(row.getString("bag"));
    if (row.getInt("recorded") < DECIDED) {
      return new End(bag, decided(row, range), DECIDED);
    }
    return new End(
        bag, row.getString("tx_hash") == null ? refused(row, range) : settled(row, range), ENDED);
  }

  private static Entry decided(ResultSet row, Entry.Range range) throws SQLException {
    return Entry.of(
        EntryKind.DECIDED,
        time(row, "decided_at"),
        range,
        new Bytes32(row.getString("results_root")),
        row.getLong("succeeded"),
        row.getLong("program_failed"),
        row.getLong("given_up"));
  }

  private static Entry settled(ResultSet row, Entry.Range range) throws SQLException {
    return Entry.of(
        EntryKind.SETTLED,
        time(row, "happened_at"),
        range,
        new Bytes32(row.getString("tx_hash")),
        row.getLong("block_number"),
        new Bytes32(row.getString("block_hash")));
  }

  private static Entry refused(ResultSet row, Entry.Range range) throws SQLException {
    String reason = Optional.ofNullable(row.getString("reason")).orElse("");
    return Entry.of(
        EntryKind.SETTLEMENT_REFUSED,
        time(row, "updated_at"),
        range,
        reason.substring(0, Math.min(REASON_MAX, reason.length())));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return Sql.instant(row, column).orElse(Instant.EPOCH);
  }
}
