package io.gridbourse.ejb.proof.record;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.MountainRange;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The rows of the side record. An entry is written in the transaction of what it tells of; its
 * position, and the nodes that it completes, come later from the one appender.
 */
public final class RecordRows {
  /** Writes an entry down; its values are those of {@link #bind}. */
  public static final String INSERT =
      "insert into side_record (bag, partition, first, count, kind, at, entry)"
          + " values (?, ?, ?, ?, ?, ?, ?)";

  private final Sql sql;

  /** The record in this database. */
  public RecordRows(DataSource database) {
    this.sql = new Sql(database);
  }

  /**
   * A row.
   *
   * @param position empty until the appender has come by
   */
  @SuppressWarnings("ArrayRecordComponent") // Rows are passed on, never compared.
  public record Row(long id, Optional<Long> position, byte[] entry, byte[] nodes) {}

  /**
   * What a row says beside its entry.
   *
   * @param bag that the entry was written for
   */
  public record Label(String bag, int partition, long first, int count, String kind, Instant at) {}

  /** Binds the values of {@link #INSERT}. */
  public static void bind(PreparedStatement statement, BagId bag, Entry entry) throws SQLException {
    statement.setString(1, bag.text());
    statement.setInt(2, entry.partition());
    statement.setLong(3, entry.first());
    statement.setInt(4, entry.count());
    statement.setString(5, entry.kind().name());
    statement.setObject(6, entry.at().atOffset(ZoneOffset.UTC));
    statement.setBytes(7, entry.bytes());
  }

  /** Writes an entry down in the running transaction. */
  void note(BagId bag, Entry entry) {
    sql.update(
        INSERT,
        bag.text(),
        entry.partition(),
        entry.first(),
        entry.count(),
        entry.kind(),
        entry.at(),
        entry.bytes());
  }

  /** Entries without a position, the oldest first. */
  List<Row> waiting(int limit) {
    return sql.list(
        "select id, position, entry, nodes from side_record where position is null"
            + " order by id limit ?",
        RecordRows::row,
        limit);
  }

  /** Gives entries their positions and nodes. */
  void append(List<Object[]> positionNodesAndId) {
    sql.batch(
        "update side_record set position = ?, nodes = ? where id = ? and position is null",
        positionNodesAndId);
  }

  /** Entries that have a position. */
  public long size() {
    return sql.first(
            "select coalesce(max(position) + 1, 0) from side_record", row -> row.getLong(1))
        .orElseThrow();
  }

  /** When the first entry was written; empty if there is none. */
  Optional<Instant> begun() {
    return sql.first(
        "select at from side_record where position = 0",
        row -> Sql.instant(row, "at").orElseThrow());
  }

  /** The range of the first {@code size} entries, to go on from. */
  MountainRange range(long size) {
    return new MountainRange(size, nodes(MountainRange.peaks(size)));
  }

  /** Nodes of the range, in the order in which they are asked for. */
  public List<Bytes32> nodes(List<MountainRange.Node> wanted) {
    Map<Long, byte[]> kept = new HashMap<>();
    String positions =
        String.join(
            ",", wanted.stream().map(node -> Long.toString(node.keeper())).distinct().toList());
    if (!positions.isEmpty()) {
      sql.list(
              "select position, nodes from side_record"
                  + " where position = any(string_to_array(?, ',')::bigint[])",
              row -> Map.entry(row.getLong("position"), row.getBytes("nodes")),
              positions)
          .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    }
    List<Bytes32> nodes = new ArrayList<>();
    for (MountainRange.Node node : wanted) {
      byte[] bytes = kept.get(node.keeper());
      if (bytes == null || bytes.length < (node.height() + 1) * MountainRange.NODE) {
        throw new IllegalStateException(
            "the side record lacks entry " + node.keeper() + " or its nodes: audit it");
      }
      nodes.add(node.in(bytes));
    }
    return nodes;
  }

  /** What the record says of a task, in the order in which it was written. */
  public List<Row> ofTask(BagId bag, int partition, long index) {
    return sql.list(
        "select id, position, entry, nodes from side_record where bag = ? and partition = ?"
            + " and first <= ? and first + count > ? order by position nulls last, id",
        RecordRows::row,
        bag.text(),
        partition,
        index,
        index);
  }

  private static Row row(ResultSet row) throws SQLException {
    long position = row.getLong("position");
    return new Row(
        row.getLong("id"),
        row.wasNull() ? Optional.empty() : Optional.of(position),
        row.getBytes("entry"),
        row.getBytes("nodes"));
  }

  /** A row with its label, to be audited. */
  public record Labelled(Row row, Label label) {}

  /** Rows from a position on, in order. */
  List<Labelled> from(long position, int limit) {
    return sql.list(
        "select * from side_record where position >= ? order by position limit ?",
        row ->
            new Labelled(
                row(row),
                new Label(
                    row.getString("bag"),
                    row.getInt("partition"),
                    row.getLong("first"),
                    row.getInt("count"),
                    row.getString("kind"),
                    Sql.instant(row, "at").orElseThrow())),
        position,
        limit);
  }
}
