package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.GiveUpReason;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.PartitionScope;
import io.gridbourse.domain.proof.likeness.Comparator;
import io.gridbourse.ejb.proof.FactEntry;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A partition that this node owns: its book behind a lock, and the way of its facts to the
 * database. Facts are handed in while the lock is held, so that they are stored in their order. If
 * one cannot be stored, the book is ahead of the database and the partition is given up here: it is
 * read anew from its rows.
 */
public final class PartitionRun {
  private final BagRun bag;
  private final PartitionBook book;
  private final long epoch;
  private final Function<FactEntry, CompletableFuture<Void>> store;
  private final Consumer<PartitionRun> changed;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock comparing = new ReentrantLock();
  private final CompletableFuture<Void> decided = new CompletableFuture<>();
  private CompletableFuture<Void> lastStored = CompletableFuture.completedFuture(null);
  private volatile int freshTasks;
  private volatile boolean hasWork;

  /**
   * A partition that is about to be driven.
   *
   * @param store hands facts to the group commit
   * @param changed hears after every change
   */
  PartitionRun(
      BagRun bag,
      PartitionBook book,
      long epoch,
      Function<FactEntry, CompletableFuture<Void>> store,
      Consumer<PartitionRun> changed,
      Clock clock) {
    this.bag = bag;
    this.book = book;
    this.epoch = epoch;
    this.store = store;
    this.changed = changed;
    this.clock = clock;
    this.freshTasks = book.freshTasks();
    this.hasWork = book.hasWork();
  }

  /** A result and when what led to it is stored. */
  record Step<T>(T result, CompletableFuture<Void> stored, PartitionBook.Changes changes) {}

  /** The bag that it is of. */
  public BagRun bag() {
    return bag;
  }

  /** Its tasks. */
  public PartitionScope scope() {
    return book.scope();
  }

  /** The ownership under which it runs. */
  public long epoch() {
    return epoch;
  }

  /** Whether some worker could be leased something of it. */
  boolean hasWork() {
    return hasWork && isLive();
  }

  int freshTasks() {
    return freshTasks;
  }

  /** Done when every task is decided and all of it is stored; failed if it is given up here. */
  public CompletableFuture<Void> decided() {
    return decided;
  }

  /** Changes the book. */
  <T> Step<T> act(Function<PartitionBook, T> action) {
    Step<T> step;
    boolean isWorkNews;
    lock.lock();
    try {
      if (decided.isCompletedExceptionally()) {
        throw new PartitionGone(scope().bag(), scope().number());
      }
      T result = action.apply(book);
      PartitionBook.Changes changes = book.drain();
      store(changes);
      freshTasks = book.freshTasks();
      boolean had = hasWork;
      hasWork = book.hasWork();
      isWorkNews = had != hasWork;
      step = new Step<>(result, lastStored, changes);
    } finally {
      lock.unlock();
    }
    if (isWorkNews) {
      bag.workChanged();
    }
    if (!step.changes().facts().isEmpty()) {
      changed.accept(this);
    }
    return step;
  }

  private void store(PartitionBook.Changes changes) {
    if (!changes.isEmpty()) {
      CompletableFuture<Void> stored =
          store.apply(
              FactEntry.of(scope().bag(), scope().number(), epoch, changes, clock.instant()));
      lastStored =
          stored.whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  lose(failure);
                }
              });
    }
    if (book.isDecided()) {
      CompletableFuture<Void> unused = lastStored.thenRun(() -> decided.complete(null));
    }
  }

  /**
   * Runs something that compares results with those that were shown before: one at a time, and when
   * what was shown before is stored. Without a comparator nothing waits.
   */
  <T> T compared(Optional<Comparator> comparator, Supplier<T> action) {
    if (comparator.isEmpty()) {
      return action.get();
    }
    comparing.lock();
    try {
      awaitStored();
      return action.get();
    } finally {
      comparing.unlock();
    }
  }

  private void awaitStored() {
    CompletableFuture<Void> last = read(book -> lastStored);
    try {
      last.join();
    } catch (CompletionException e) {
      throw new PartitionGone(scope().bag(), scope().number());
    }
  }

  /** Looks at the book; {@code view} keeps nothing of the report. */
  public <T> T look(Function<BookReport, T> view) {
    lock.lock();
    try {
      return view.apply(book.report());
    } finally {
      lock.unlock();
    }
  }

  /** Reads from the book without changing it. */
  <T> T read(Function<PartitionBook, T> view) {
    lock.lock();
    try {
      return view.apply(book);
    } finally {
      lock.unlock();
    }
  }

  /** Gives up all tasks that are open; nothing happens if the partition is not driven here. */
  public void giveUp(GiveUpReason reason) {
    try {
      act(
          each -> {
            each.giveUp(reason, clock.instant());
            return true;
          });
    } catch (PartitionGone e) {
      // It is read anew: its driver looks for the reason again then.
      return;
    }
  }

  /** Gives the partition up on this node. */
  public void lose(Throwable reason) {
    decided.completeExceptionally(reason);
  }

  /** Whether this node works on it. */
  boolean isLive() {
    return !decided.isDone();
  }
}
