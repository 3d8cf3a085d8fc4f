package io.gridbourse.ejb.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Many small writes in one transaction. One thread takes what has come together while the last
 * transaction was on its way to the disk, at most a batch, and writes it; whoever handed an entry
 * in is told after the commit. So one entry waits for nobody, and a thousand share one commit.
 *
 * <p>Entries are written in the order in which they were handed in.
 *
 * @param <E> what is written
 */
public final class GroupCommit<E> implements AutoCloseable {
  /** Entries that one transaction takes. */
  public static final int BATCH_MAX = 1_000;

  /** Entries that may wait; more are refused at once. */
  public static final int WAITING_MAX = 20_000;

  private static final Logger LOG = Logger.getLogger(GroupCommit.class.getName());
  private final BlockingQueue<Entry<E>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Writer<E> writer;
  private volatile boolean closed;
  private volatile Thread thread;

  /**
   * A combiner that writes once {@link #run} is given a thread.
   *
   * @param writer writes a batch in one transaction
   */
  public GroupCommit(Writer<E> writer) {
    this.writer = writer;
  }

  /** Writes entries in one transaction. */
  @FunctionalInterface
  public interface Writer<E> {
    /**
     * Writes all entries, or none and throws. An entry that must not be written although the others
     * may, such as one of a stale epoch, is refused by its own {@link Entry#refuse}.
     */
    void write(List<Entry<E>> entries);
  }

  /** An entry and what its owner waits for. */
  public static final class Entry<E> {
    private final E value;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private RuntimeException refusal;

    Entry(E value) {
      this.value = value;
    }

    /** What is to be written. */
    public E value() {
      return value;
    }

    /** Leaves this entry out; its owner gets {@code reason} after the commit of the others. */
    public void refuse(RuntimeException reason) {
      refusal = reason;
    }

    /** Whether it is left out. */
    public boolean isRefused() {
      return refusal != null;
    }
  }

  /**
   * Hands an entry in.
   *
   * @return done after the commit, or failed with what kept the entry from being stored
   */
  public CompletableFuture<Void> submit(E value) {
    Entry<E> entry = new Entry<>(value);
    if (closed || !waiting.offer(entry)) {
      entry.done.completeExceptionally(
          new RejectedExecutionException(
              closed ? "the server is stopping" : "too many writes wait for the database"));
    }
    return entry.done;
  }

  /** Writes until it is closed; a thread is given to this. */
  public void run() {
    thread = Thread.currentThread();
    List<Entry<E>> batch = new ArrayList<>(BATCH_MAX);
    while (!closed || !waiting.isEmpty()) {
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        // Asked to look whether it is closed; what waits is still written.
        continue;
      }
      waiting.drainTo(batch, BATCH_MAX - 1);
      write(batch);
      batch.clear();
    }
  }

  private void write(List<Entry<E>> batch) {
    try {
      writer.write(List.copyOf(batch));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a group of writes failed entries=" + batch.size(), e);
      batch.forEach(entry -> entry.done.completeExceptionally(e));
      return;
    }
    batch.forEach(GroupCommit::complete);
  }

  private static void complete(Entry<?> entry) {
    if (entry.refusal == null) {
      entry.done.complete(null);
    } else {
      entry.done.completeExceptionally(entry.refusal);
    }
  }

  /** Refuses further entries, and lets the thread end when the last one is written. */
  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
