package io.gridbourse.ejb.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.domain.proof.Deviation;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.proof.record.RecordRows;
import io.gridbourse.ejb.start.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Writes facts of many partitions in one transaction with batches. Partitions are locked against a
 * change of owner first; entries of a stale epoch are left out.
 */
public final class FactWriter implements GroupCommit.Writer<FactEntry> {
  private static final String INSERT =
      "insert into contribution (bag, partition, lease, worker, weight, first, count, root,"
          + " chain_tasks, accumulator, signature, task_millis, commit_seq, committed_at,"
          + " leased_at, checks_passed, streak, is_check, allowance, reveal_seq, revealed_at,"
          + " digests, results, failures, refused, counted, passed, samples) values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String REVEAL =
      "update contribution set reveal_seq = ?, revealed_at = ?, digests = ?, results = ?,"
          + " failures = ?, refused = ?, counted = ?, passed = ?, samples = ? where lease = ?";
  private static final String SILENCE =
      "update contribution set silent_seq = ?, silent_at = ? where lease = ?";
  private static final String GIVE_UP =
      "insert into given_up (bag, partition, seq, first, count, reason, at)"
          + " values (?, ?, ?, ?, ?, ?, ?)";
  private static final String DEVIATE =
      "insert into deviation (bag, partition, first, count, kind, workers, at)"
          + " values (?, ?, ?, ?, ?, ?, ?)";

  /** A finding about a worker. */
  static final String CHECK =
      "insert into spot_check (bag, partition, seq, lease, worker, passed, at, allowance)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final int REVEAL_COLUMNS_AT = 20;
  private static final int LEASE_AFTER_REVEAL = 10;
  private final DataSource database;

  /** Owners whose facts were lost: what follows them would have a hole before it. */
  private final Set<Owned> broken = ConcurrentHashMap.newKeySet();

  /** Writes to this database. */
  public FactWriter(DataSource database) {
    this.database = database;
  }

  @Override
  public void write(List<GroupCommit.Entry<FactEntry>> entries) {
    try {
      store(entries);
    } catch (RuntimeException | Error e) {
      entries.forEach(entry -> broken.add(owned(entry.value())));
      throw e;
    }
  }

  private void store(List<GroupCommit.Entry<FactEntry>> entries) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        refuseStale(connection, entries);
        try (Batches batches = new Batches(connection)) {
          for (GroupCommit.Entry<FactEntry> entry : entries) {
            if (!entry.isRefused()) {
              batches.add(entry.value());
            }
          }
          batches.execute();
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("facts could not be stored: " + e.getMessage(), e);
    }
  }

  static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private record Owned(String bag, int partition, long epoch) {}

  /** Locks the partitions of all entries against a change of owner until the transaction ends. */
  private void refuseStale(Connection connection, List<GroupCommit.Entry<FactEntry>> entries)
      throws SQLException {
    Set<Owned> wanted =
        entries.stream().map(entry -> owned(entry.value())).collect(Collectors.toSet());
    Set<Owned> current = new HashSet<>();
    String query =
        "select p.bag, p.number, p.epoch from bag_partition p join unnest(?::text[], ?::int[])"
            + " as wanted (bag, number) on p.bag = wanted.bag and p.number = wanted.number"
            + " for share of p";
    try (PreparedStatement select = connection.prepareStatement(query)) {
      Map<String, Owned> once = new LinkedHashMap<>();
      wanted.forEach(each -> once.put(each.bag + "." + each.partition, each));
      select.setArray(
          1, connection.createArrayOf("text", once.values().stream().map(Owned::bag).toArray()));
      select.setArray(
          2,
          connection.createArrayOf("int4", once.values().stream().map(Owned::partition).toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          current.add(new Owned(rows.getString(1), rows.getInt(2), rows.getLong(3)));
        }
      }
    }
    for (GroupCommit.Entry<FactEntry> entry : entries) {
      FactEntry value = entry.value();
      if (!current.contains(owned(value))) {
        entry.refuse(StaleEpoch.ownedByAnother(value));
      } else if (broken.contains(owned(value))) {
        entry.refuse(StaleEpoch.afterLostFacts(value));
      }
    }
  }

  private static Owned owned(FactEntry entry) {
    return new Owned(entry.bag().text(), entry.partition(), entry.epoch());
  }

  /**
   * The statements of one transaction; an insert whose reveal comes with it takes one row write.
   */
  private static final class Batches implements AutoCloseable {
    private final PreparedStatement insert;
    private final PreparedStatement reveal;
    private final PreparedStatement silence;
    private final PreparedStatement giveUp;
    private final PreparedStatement deviate;
    private final PreparedStatement note;
    private final PreparedStatement check;
    private final FoundStandings standings = new FoundStandings();
    private final Connection connection;

    Batches(Connection connection) throws SQLException {
      this.connection = connection;
      insert = connection.prepareStatement(INSERT);
      reveal = connection.prepareStatement(REVEAL);
      silence = connection.prepareStatement(SILENCE);
      giveUp = connection.prepareStatement(GIVE_UP);
      deviate = connection.prepareStatement(DEVIATE);
      note = connection.prepareStatement(RecordRows.INSERT);
      check = connection.prepareStatement(CHECK);
    }

    void add(FactEntry entry) throws SQLException {
      Map<LeaseId, Fact.Revealed> revealed = new LinkedHashMap<>();
      for (Fact fact : entry.facts()) {
        if (fact instanceof Fact.Revealed shown) {
          revealed.put(shown.lease(), shown);
        }
      }
      for (Fact fact : entry.facts()) {
        if (fact instanceof Fact.Committed committed) {
          insert(entry, committed, revealed.remove(committed.lease()));
        } else if (fact instanceof Fact.Silenced silenced) {
          silence.setLong(1, silenced.sequence());
          time(silence, 2, silenced.at());
          silence.setString(3, silenced.lease().toString());
          silence.addBatch();
        } else if (fact instanceof Fact.GivenUp givenUp) {
          giveUp(entry, givenUp);
        } else if (fact instanceof Fact.Checked checked) {
          check(entry, checked);
        }
      }
      for (Fact.Revealed shown : revealed.values()) {
        reveal(reveal, 1, shown);
        reveal.setString(LEASE_AFTER_REVEAL, shown.lease().toString());
        reveal.addBatch();
      }
      for (Deviation deviation : entry.deviations()) {
        deviate(entry, deviation);
      }
      for (Entry noted : entry.entries()) {
        RecordRows.bind(note, entry.bag(), noted);
        note.addBatch();
      }
    }

    private void insert(FactEntry entry, Fact.Committed committed, Fact.Revealed shown)
        throws SQLException {
      insert.setString(1, entry.bag().text());
      insert.setInt(2, entry.partition());
      insert.setString(3, committed.lease().toString());
      insert.setString(4, committed.worker().hex());
      insert.setLong(5, committed.weight());
      insert.setLong(6, committed.first());
      insert.setInt(7, committed.count());
      insert.setBytes(8, committed.root().bytes());
      insert.setLong(9, committed.link().tasks());
      insert.setBytes(10, committed.link().accumulator().bytes());
      insert.setString(11, committed.link().signature());
      insert.setDouble(12, committed.taskMillis());
      insert.setLong(13, committed.sequence());
      time(insert, 14, committed.at());
      insert.setObject(15, committed.leasedAt().map(FactWriter::utc).orElse(null));
      insert.setInt(16, committed.standing().checksPassed());
      insert.setInt(17, committed.standing().streak());
      insert.setBoolean(18, committed.isCheck());
      insert.setObject(19, orNull(committed.allowance()));
      reveal(insert, REVEAL_COLUMNS_AT, shown);
      insert.addBatch();
    }

    private static void reveal(PreparedStatement statement, int at, Fact.Revealed shown)
        throws SQLException {
      if (shown == null) {
        statement.setObject(at, null, java.sql.Types.BIGINT);
        statement.setObject(at + 1, null, java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
        statement.setBytes(at + 2, null);
        statement.setBytes(at + 3, null);
        statement.setString(at + 4, null);
        statement.setBytes(at + 5, null);
        statement.setBytes(at + 6, null);
        statement.setBytes(at + 7, null);
        statement.setString(at + 8, null);
        return;
      }
      statement.setLong(at, shown.sequence());
      time(statement, at + 1, shown.at());
      statement.setBytes(at + 2, shown.digests().stored());
      statement.setBytes(at + 3, shown.results().length == 0 ? null : shown.results());
      statement.setString(at + 4, json(shown.failures()));
      statement.setBytes(at + 5, FactRows.bytes(shown.refused()));
      statement.setBytes(at + 6, shown.counted().map(PackedDigests::stored).orElse(null));
      statement.setBytes(at + 7, FactRows.bytes(shown.passed()));
      statement.setString(at + 8, json(shown.samples()));
    }

    private void check(FactEntry entry, Fact.Checked fact) throws SQLException {
      check.setString(1, entry.bag().text());
      check.setInt(2, entry.partition());
      check.setLong(3, fact.sequence());
      check.setString(4, fact.lease().map(LeaseId::toString).orElse(null));
      check.setString(5, fact.worker().hex());
      check.setBoolean(6, fact.isPassed());
      time(check, 7, fact.at());
      check.setObject(8, orNull(fact.allowance()));
      check.addBatch();
      standings.add(entry.bag(), fact);
    }

    private void giveUp(FactEntry entry, Fact.GivenUp fact) throws SQLException {
      giveUp.setString(1, entry.bag().text());
      giveUp.setInt(2, entry.partition());
      giveUp.setLong(3, fact.sequence());
      giveUp.setLong(4, fact.first());
      giveUp.setInt(5, fact.count());
      giveUp.setString(6, fact.reason().name());
      time(giveUp, 7, fact.at());
      giveUp.addBatch();
    }

    private void deviate(FactEntry entry, Deviation deviation) throws SQLException {
      deviate.setString(1, entry.bag().text());
      deviate.setInt(2, entry.partition());
      deviate.setLong(3, deviation.first());
      deviate.setInt(4, deviation.count());
      deviate.setString(5, deviation.kind().name());
      deviate.setString(
          6, deviation.workers().stream().map(Address::hex).collect(Collectors.joining(" ")));
      time(deviate, 7, entry.at());
      deviate.addBatch();
    }

    void execute() throws SQLException {
      insert.executeBatch();
      reveal.executeBatch();
      silence.executeBatch();
      giveUp.executeBatch();
      deviate.executeBatch();
      note.executeBatch();
      check.executeBatch();
      standings.write(connection);
    }

    @Override
    public void close() throws SQLException {
      insert.close();
      reveal.close();
      silence.close();
      giveUp.close();
      deviate.close();
      note.close();
      check.close();
    }

    private static void time(PreparedStatement statement, int at, Instant time)
        throws SQLException {
      statement.setObject(at, utc(time));
    }

    private static String json(List<?> found) {
      if (found.isEmpty()) {
        return null;
      }
      try {
        return Json.mapper().writeValueAsString(found);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("what was found cannot be written", e);
      }
    }
  }
}
