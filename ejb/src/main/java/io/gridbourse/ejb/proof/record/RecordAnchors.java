package io.gridbourse.ejb.proof.record;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The anchors of the record as this server knows them. */
public final class RecordAnchors {
  private final Sql sql;

  /** The anchors in this database. */
  public RecordAnchors(DataSource database) {
    this.sql = new Sql(database);
  }

  /**
   * A root on its way to the ledger, or there for good.
   *
   * @param size entries of the record
   * @param state PLANNED, FINAL or REFUSED
   * @param transaction that anchored it, once that is final
   */
  public record Anchored(
      long size,
      Bytes32 root,
      String intent,
      String state,
      Optional<String> reason,
      Optional<String> transaction,
      OptionalLong block,
      Instant plannedAt) {}

  /** The newest anchor, whatever became of it. */
  public Optional<Anchored> last() {
    return sql.first(
        "select * from record_anchor order by size desc limit 1", RecordAnchors::anchored);
  }

  /** The newest anchor that is final. */
  public Optional<Anchored> lastFinal() {
    return sql.first(
        "select * from record_anchor where state = 'FINAL' order by size desc limit 1",
        RecordAnchors::anchored);
  }

  /** Final anchors by size. */
  public List<Anchored> allFinal() {
    return sql.list(
        "select * from record_anchor where state = 'FINAL' order by size", RecordAnchors::anchored);
  }

  /** The newest anchors. */
  public List<Anchored> newest(int limit) {
    return sql.list(
        "select * from record_anchor order by size desc limit ?", RecordAnchors::anchored, limit);
  }

  void plan(long size, Bytes32 root, String intent, Instant now) {
    sql.update(
        "insert into record_anchor (size, root, intent, state, planned_at)"
            + " values (?, ?, ?, 'PLANNED', ?)",
        size,
        root.hex(),
        intent,
        now);
  }

  void finish(long size, String transaction, long block) {
    sql.update(
        "update record_anchor set state = 'FINAL', tx_hash = ?, block_number = ?"
            + " where size = ? and state = 'PLANNED'",
        transaction,
        block,
        size);
  }

  void refuse(long size, Optional<String> reason) {
    sql.update(
        "update record_anchor set state = 'REFUSED', reason = ?"
            + " where size = ? and state = 'PLANNED'",
        reason,
        size);
  }

  private static Anchored anchored(ResultSet row) throws SQLException {
    long block = row.getLong("block_number");
    OptionalLong number = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(block);
    return new Anchored(
        row.getLong("size"),
        new Bytes32(row.getString("root")),
        row.getString("intent"),
        row.getString("state"),
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("tx_hash")),
        number,
        Sql.instant(row, "planned_at").orElseThrow());
  }
}
