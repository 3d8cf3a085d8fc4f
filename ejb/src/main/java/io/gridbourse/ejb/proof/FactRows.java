package io.gridbourse.ejb.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.CommitmentLink;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.GiveUpReason;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.sample.SampledTask;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Reads the facts of partitions back. */
public final class FactRows {
  private static final TypeReference<List<TaskFailure>> FAILURES = new TypeReference<>() {};
  private static final TypeReference<List<SampledTask>> SAMPLES = new TypeReference<>() {};
  private static final String SELECT =
      "select lease, worker, leased_at, weight, first, count, root, chain_tasks, accumulator,"
          + " signature, task_millis, commit_seq, committed_at, reveal_seq, revealed_at, silent_seq,"
          + " silent_at, digests, counted, failures, refused, passed, samples, checks_passed, streak,"
          + " is_check, allowance, results is not null as keeps_results, void_seq, void_allowance"
          + " from contribution left join lateral (select s.seq as void_seq,"
          + " s.allowance as void_allowance from spot_check s where s.bag = contribution.bag"
          + " and s.partition = contribution.partition and s.worker = contribution.worker"
          + " and not s.passed order by s.seq limit 1) as caught on true"
          + " where bag = ? and partition = ?";
  // Stands for results that are kept and were not read.
  private static final byte[] UNREAD = {0};
  private final Sql sql;

  /** Facts in this database. */
  public FactRows(DataSource database) {
    this.sql = new Sql(database);
  }

  /**
   * A stored contribution as facts: the commitment, and what became of it.
   *
   * @param caught when its worker was, so that it counts for nothing
   */
  public record Stored(
      Fact.Committed committed,
      Optional<Fact.Revealed> revealed,
      Optional<Fact.Silenced> silenced,
      Optional<Caught> caught) {
    /** Whether its worker was caught. */
    public boolean isVoid() {
      return caught.isPresent();
    }

    /** The same, had its worker been caught when all was decided. */
    public Stored voided() {
      Caught late = new Caught(Long.MAX_VALUE, OptionalDouble.empty());
      return isVoid() ? this : new Stored(committed, revealed, silenced, Optional.of(late));
    }
  }

  /**
   * That a worker was caught.
   *
   * @param sequence of the fact
   * @param allowance the bound that certificates may state of what was opened again for it, where
   *     the bag has a budget of wrong results
   */
  public record Caught(long sequence, OptionalDouble allowance) {}

  /** All facts of a partition in their order. Results stay in the database. */
  public List<Fact> load(BagId bag, int partition) {
    List<Fact> facts = new ArrayList<>();
    sql.list(SELECT, FactRows::stored, bag.text(), partition)
        .forEach(
            stored -> {
              facts.add(stored.committed());
              stored.revealed().ifPresent(facts::add);
              stored.silenced().ifPresent(facts::add);
            });
    facts.addAll(
        sql.list(
            "select * from given_up where bag = ? and partition = ?",
            FactRows::givenUp,
            bag.text(),
            partition));
    facts.addAll(
        sql.list(
            "select * from spot_check where bag = ? and partition = ?",
            FactRows::checked,
            bag.text(),
            partition));
    facts.sort(Comparator.comparingLong(Fact::sequence));
    return facts;
  }

  /** The votes on one task, in the order of their commitments, without results. */
  public List<Stored> toTask(BagId bag, int partition, long index) {
    return sql.list(
        SELECT + " and first <= ? and first + count > ? and not is_check order by commit_seq",
        FactRows::stored,
        bag.text(),
        partition,
        index,
        index);
  }

  /** Shown contributions that overlap a range of tasks, by first task, without results. */
  public List<Stored> overlapping(BagId bag, int partition, long first, long end) {
    return sql.list(
        SELECT
            + " and first < ? and first + count > ? and reveal_seq is not null"
            + " order by first, commit_seq",
        FactRows::stored,
        bag.text(),
        partition,
        end,
        first);
  }

  /** The results that came with a lease, packed. */
  public Optional<byte[]> results(LeaseId lease) {
    return sql.first(
        "select results from contribution where lease = ? and results is not null",
        row -> row.getBytes("results"),
        lease.toString());
  }

  private static Stored stored(ResultSet row) throws SQLException {
    LeaseId lease = LeaseId.parse(row.getString("lease")).orElseThrow();
    Fact.Committed committed =
        new Fact.Committed(
            row.getLong("commit_seq"),
            Sql.instant(row, "committed_at").orElseThrow(),
            lease,
            new Address(row.getString("worker")),
            Sql.instant(row, "leased_at"),
            row.getLong("weight"),
            new Standing(0, row.getInt("checks_passed"), row.getInt("streak")),
            row.getBoolean("is_check"),
            row.getLong("first"),
            row.getInt("count"),
            Bytes32.of(row.getBytes("root")),
            new CommitmentLink(
                row.getLong("chain_tasks"),
                Bytes32.of(row.getBytes("accumulator")),
                row.getString("signature")),
            row.getDouble("task_millis"),
            optional(row, "allowance"));
    return new Stored(committed, revealed(row, lease), silenced(row, lease), caught(row));
  }

  private static Optional<Caught> caught(ResultSet row) throws SQLException {
    long sequence = row.getLong("void_seq");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new Caught(sequence, optional(row, "void_allowance")));
  }

  private static OptionalDouble optional(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Optional<Fact.Revealed> revealed(ResultSet row, LeaseId lease)
      throws SQLException {
    long sequence = row.getLong("reveal_seq");
    if (row.wasNull()) {
      return Optional.empty();
    }
    int count = row.getInt("count");
    byte[] results = row.getBoolean("keeps_results") ? UNREAD : new byte[0];
    return Optional.of(
        new Fact.Revealed(
            sequence,
            Sql.instant(row, "revealed_at").orElseThrow(),
            lease,
            PackedDigests.of(row.getBytes("digests"), count),
            Optional.ofNullable(row.getBytes("counted"))
                .map(bytes -> PackedDigests.of(bytes, count)),
            results,
            failures(row.getString("failures")),
            bitmap(row.getBytes("refused")),
            bitmap(row.getBytes("passed")),
            samples(row.getString("samples"))));
  }

  private static Optional<Fact.Silenced> silenced(ResultSet row, LeaseId lease)
      throws SQLException {
    long sequence = row.getLong("silent_seq");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new Fact.Silenced(sequence, Sql.instant(row, "silent_at").orElseThrow(), lease));
  }

  private static Fact checked(ResultSet row) throws SQLException {
    return new Fact.Checked(
        row.getLong("seq"),
        Sql.instant(row, "at").orElseThrow(),
        Optional.ofNullable(row.getString("lease")).flatMap(LeaseId::parse),
        new Address(row.getString("worker")),
        row.getBoolean("passed"),
        optional(row, "allowance"));
  }

  private static Fact givenUp(ResultSet row) throws SQLException {
    return new Fact.GivenUp(
        row.getLong("seq"),
        Sql.instant(row, "at").orElseThrow(),
        row.getLong("first"),
        row.getInt("count"),
        GiveUpReason.valueOf(row.getString("reason")));
  }

  private static List<TaskFailure> failures(String json) {
    try {
      return json == null ? List.of() : Json.mapper().readValue(json, FAILURES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored failures cannot be read", e);
    }
  }

  private static List<SampledTask> samples(String json) {
    try {
      return json == null ? List.of() : Json.mapper().readValue(json, SAMPLES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored samples cannot be read", e);
    }
  }

  static RoaringBitmap bitmap(byte[] bytes) {
    RoaringBitmap bitmap = new RoaringBitmap();
    if (bytes != null) {
      try {
        bitmap.deserialize(new DataInputStream(new ByteArrayInputStream(bytes)));
      } catch (IOException e) {
        throw new UncheckedIOException("a stored bitmap cannot be read", e);
      }
    }
    return bitmap;
  }

  /** A bitmap as it is stored; null if it is empty. */
  public static byte[] bytes(RoaringBitmap bitmap) {
    if (bitmap.isEmpty()) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
    bitmap.serialize(bytes);
    return bytes.array();
  }
}
