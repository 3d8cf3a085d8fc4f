package io.gridbourse.ejb.data;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.settings.StoreSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import javax.sql.DataSource;

/**
 * Checkpoints of unfinished tasks: rows in the database, bytes in a store of their own, so that
 * dropping one never drops a content that somebody put.
 */
@ApplicationScoped
public class StoredCheckpoints {
  /** Bytes that one checkpoint may have. */
  public static final int BYTES_MAX = 32 << 20;

  /** Bytes that the checkpoints of one worker may have together. */
  public static final long WORKER_BYTES_MAX = 1L << 30;

  private ContentStore contents;
  private Sql sql;

  protected StoredCheckpoints() {}

  /** The checkpoints of this installation. */
  @Inject
  public StoredCheckpoints(DataSource database, StoreSettings settings) {
    this.sql = new Sql(database);
    this.contents = new ContentStore(settings.content().resolve("checkpoints"), BYTES_MAX);
  }

  /**
   * A checkpoint that a worker sends.
   *
   * @param task index in the bag
   * @param madeAt the time under which the worker signed it
   */
  public record Fresh(
      BagId bag, int partition, long task, Address worker, GivenTo givenTo, Instant madeAt) {}

  /** Who may go on from a checkpoint. */
  public enum GivenTo {
    /** The worker that made it. */
    OWN,
    /** Workers on hosts with the same system and processor. */
    ALIKE,
    /** Any worker. */
    ANY
  }

  /** What came of keeping one. */
  public enum Kept {
    /** It is the worker's newest of this task. */
    STORED,
    /** There is a newer one already. */
    STALE,
    /** The worker's checkpoints would take more room than they may. */
    FULL
  }

  /** Keeps a checkpoint in place of the worker's one before. */
  public Kept keep(Fresh fresh, byte[] bytes) throws IOException {
    if (bytes.length + heldBy(fresh) > WORKER_BYTES_MAX) {
      return Kept.FULL;
    }
    List<String> before =
        sql.list(
            "select content from checkpoint where bag = ? and task = ? and worker = ?",
            row -> row.getString("content"),
            fresh.bag().text(),
            fresh.task(),
            fresh.worker().hex());
    Sha256 content = contents.put(new ByteArrayInputStream(bytes), BYTES_MAX);
    int stored =
        sql.update(
            "insert into checkpoint as known (bag, task, partition, worker, content, bytes,"
                + " given_to, host_class, made_at) values (?, ?, ?, ?, ?, ?, ?,"
                + " coalesce((select os || '/' || arch from worker where address = ?), ''), ?)"
                + " on conflict (bag, task, worker) do update set content = excluded.content,"
                + " bytes = excluded.bytes, given_to = excluded.given_to,"
                + " host_class = excluded.host_class, made_at = excluded.made_at"
                + " where known.made_at < excluded.made_at",
            fresh.bag().text(),
            fresh.task(),
            fresh.partition(),
            fresh.worker().hex(),
            content.hex(),
            bytes.length,
            fresh.givenTo(),
            fresh.worker().hex(),
            fresh.madeAt());
    if (stored == 0) {
      drop(content.hex());
      return Kept.STALE;
    }
    before.forEach(this::drop);
    return Kept.STORED;
  }

  private long heldBy(Fresh fresh) {
    return sql.first(
            "select coalesce(sum(bytes), 0) as bytes from checkpoint where worker = ?"
                + " and not (bag = ? and task = ?)",
            row -> row.getLong("bytes"),
            fresh.worker().hex(),
            fresh.bag().text(),
            fresh.task())
        .orElse(0L);
  }

  /** The newest checkpoints of some tasks that a worker may go on from, by task. */
  public List<WorkerWire.Saved> of(BagId bag, long first, int count, Address worker) {
    return sql.list(
        "select distinct on (task) task, content from checkpoint"
            + " where bag = ? and task >= ? and task < ? and (worker = ? or given_to = 'ANY'"
            + " or (given_to = 'ALIKE' and host_class ="
            + " (select os || '/' || arch from worker where address = ?)))"
            + " order by task, made_at desc",
        row ->
            new WorkerWire.Saved(
                row.getLong("task"), new Sha256(row.getString("content")).toString()),
        bag.text(),
        first,
        first + count,
        worker.hex(),
        worker.hex());
  }

  /** Bytes of a checkpoint; empty if it is gone. */
  public OptionalLong size(Sha256 content) {
    return contents.size(content);
  }

  /** Opens a checkpoint; its bytes are compared with its name. */
  public InputStream open(Sha256 content) throws IOException {
    return contents.open(content);
  }

  /** A partition of which there are checkpoints. */
  public record Part(BagId bag, int number) {}

  /** All partitions of which there are checkpoints. */
  public List<Part> parts() {
    return sql.list(
        "select distinct bag, partition from checkpoint",
        row -> new Part(new BagId(row.getString("bag")), row.getInt("partition")));
  }

  /** Drops the checkpoints of a partition's tasks that are decided; tells how many. */
  public int sweep(Part part, LongPredicate isDecided) {
    List<Long> tasks =
        sql.list(
            "select distinct task from checkpoint where bag = ? and partition = ?",
            row -> row.getLong("task"),
            part.bag().text(),
            part.number());
    int dropped = 0;
    for (long task : tasks) {
      if (isDecided.test(task)) {
        List<String> contents =
            sql.list(
                "delete from checkpoint where bag = ? and task = ? returning content",
                row -> row.getString("content"),
                part.bag().text(),
                task);
        contents.forEach(this::drop);
        dropped += contents.size();
      }
    }
    return dropped;
  }

  /**
   * Drops bytes that no row names. Should the same bytes be kept anew at this moment they are lost,
   * and a task begins from its start: a checkpoint is only a help.
   */
  private void drop(String content) {
    boolean isUsed =
        sql.first(
                "select 1 as used from checkpoint where content = ?",
                row -> row.getInt("used"),
                content)
            .isPresent();
    if (!isUsed) {
      contents.remove(new Sha256(content));
    }
  }
}
