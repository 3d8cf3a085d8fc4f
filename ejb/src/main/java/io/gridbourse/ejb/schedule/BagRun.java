package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.schedule.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** A bag that runs on this node: its terms, its pace and its partitions. */
public final class BagRun {
  private final Terms terms;
  private final Demands demands;
  private final Pace pace;
  private final List<PartitionRun> runs = new ArrayList<>();
  private final Consumer<BagRun> worked;
  private final ReentrantLock throttle = new ReentrantLock();
  private final Instant since;
  private final AtomicLong copied = new AtomicLong();
  private int next;

  /**
   * A bag without partitions.
   *
   * @param worked hears when partitions run out of work or have some again
   * @param since when it began to run on this node
   */
  BagRun(
      Terms terms, Demands demands, Duration leaseTarget, Consumer<BagRun> worked, Instant since) {
    this.terms = terms;
    this.demands = demands;
    this.worked = worked;
    this.pace = new Pace(leaseTarget);
    this.since = since;
  }

  /** Since when it has run on this node. */
  public Instant since() {
    return since;
  }

  /** Whether it ran before, on another node or before a restart. */
  boolean isTakenOver() {
    return partitions().stream().anyMatch(run -> run.epoch() > 1);
  }

  /** Notes that tasks were leased that others work on. */
  void copied(int tasks) {
    copied.addAndGet(tasks);
  }

  /** Tasks that were leased although others worked on them, since it has run on this node. */
  public long copied() {
    return copied.get();
  }

  /** What the bag is about. */
  public Terms terms() {
    return terms;
  }

  /** What it asks of hosts. */
  Demands demands() {
    return demands;
  }

  /** Held while tasks are counted that may run at once, and more are leased. */
  ReentrantLock throttle() {
    return throttle;
  }

  void workChanged() {
    worked.accept(this);
  }

  /** Whether some worker could be leased something of it. */
  synchronized boolean hasWork() {
    for (PartitionRun run : runs) {
      if (run.hasWork()) {
        return true;
      }
    }
    return false;
  }

  /** Notes how long a lease took. */
  void observe(int tasks, double millis) {
    synchronized (pace) {
      pace.observe(tasks, millis);
    }
  }

  /** The smoothed time of one task; zero while unknown. */
  public Duration taskTime() {
    synchronized (pace) {
      return pace.taskTime();
    }
  }

  /** Whether a lease has come back. */
  public boolean isPaceKnown() {
    synchronized (pace) {
      return pace.isKnown();
    }
  }

  /** Whether it must be done by some time. */
  boolean hasDeadline() {
    return demands.hasDeadline();
  }

  /** Tasks of a lease of a host that stays. */
  int leaseTasks(int workers) {
    long left = freshTasks();
    synchronized (pace) {
      return pace.leaseTasks(left, workers);
    }
  }

  int leaseTasks(int workers, Duration longest) {
    long left = freshTasks();
    synchronized (pace) {
      return pace.leaseTasks(left, workers, longest);
    }
  }

  synchronized void add(PartitionRun run) {
    runs.add(run);
  }

  synchronized boolean remove(PartitionRun run) {
    runs.remove(run);
    return runs.isEmpty();
  }

  /** Tasks of the partitions that run here which nobody has been given. */
  public long freshTasks() {
    return partitions().stream().mapToLong(PartitionRun::freshTasks).sum();
  }

  /** The partitions that run here. */
  public synchronized List<PartitionRun> partitions() {
    return List.copyOf(runs);
  }

  /** Tasks of the partitions that run here which are not decided. */
  public long openTasks() {
    long open = 0;
    for (PartitionRun run : partitions()) {
      BookReport.Counts counts = run.look(BookReport::counts);
      open += counts.waiting() + counts.leased() + counts.sealed();
    }
    return open;
  }

  /** The first lease that a partition gives; each time another one is asked first. */
  Optional<Spares.Spare> lease(Function<PartitionBook, Optional<PartitionBook.Grant>> asked) {
    for (PartitionRun run : rotated()) {
      try {
        Optional<PartitionBook.Grant> grant = run.act(asked).result();
        if (grant.isPresent()) {
          return grant.map(each -> new Spares.Spare(run, each));
        }
      } catch (PartitionGone e) {
        // Its driver reads it anew and registers it again.
      }
    }
    return Optional.empty();
  }

  private synchronized List<PartitionRun> rotated() {
    List<PartitionRun> rotated = new ArrayList<>(runs.size());
    for (int i = 0; i < runs.size(); i++) {
      rotated.add(runs.get((next + i) % runs.size()));
    }
    next++;
    return rotated;
  }
}
