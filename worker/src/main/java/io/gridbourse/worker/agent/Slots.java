package io.gridbourse.worker.agent;

import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseNotRunException.Reason;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProgramContents;
import io.gridbourse.worker.driver.TakenUnits;
import io.gridbourse.worker.energy.WorkEnergy;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.CallbackAnswers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The places where leases run, one thread each. */
final class Slots implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Slots.class.getName());

  private final int size;
  private final Map<String, Driver> drivers = new LinkedHashMap<>();
  private final ProgramContents contents;
  private final ServerLink link;
  private final ContentCache cache;
  private final LieSwitch lies;
  private final LeaseBook book;
  private final Tally tally;
  private final Wakeups wakeups;
  private final WorkEnergy energy;
  private final UnitBook units;
  private final ExecutorService threads;
  private final AtomicInteger busy = new AtomicInteger();

  Slots(AgentParts parts, LeaseBook book, Tally tally, Wakeups wakeups) {
    this.size = parts.slots();
    this.contents = new ProgramContents(parts.cache(), parts.link());
    this.link = parts.link();
    this.cache = parts.cache();
    this.lies = parts.lies();
    this.book = book;
    this.tally = tally;
    this.wakeups = wakeups;
    this.energy = parts.energy();
    this.units = new UnitBook(parts.declaration().units());
    parts.drivers().forEach(driver -> drivers.put(driver.name(), driver));
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            size,
            task -> {
              Thread thread = new Thread(task, "slot-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  int free() {
    return Math.max(0, size - busy.get());
  }

  int busy() {
    return busy.get();
  }

  List<String> drivers() {
    return List.copyOf(drivers.keySet());
  }

  /** Counted things that no lease has taken; null if there is nothing that is counted. */
  WorkerWire.@Nullable FreeUnits freeUnits() {
    return units.free();
  }

  /**
   * Runs a lease as soon as a thread is free.
   *
   * @throws LeaseNotRunException if the counted things that it takes are not free
   */
  void start(HeldLease lease, WorkerWire.Grant grant) throws LeaseNotRunException {
    TakenUnits taken = units.take(grant.units());
    busy.incrementAndGet();
    threads.execute(
        () -> {
          try {
            run(lease, grant, taken);
          } finally {
            units.release(taken);
            busy.decrementAndGet();
            wakeups.wake();
          }
        });
  }

  private void run(HeldLease lease, WorkerWire.Grant grant, TakenUnits taken) {
    try {
      lease.cancellation().check();
      Driver driver = drivers.get(grant.program().driver());
      if (driver == null) {
        throw new LeaseNotRunException(
            Reason.DRIVER, "this worker has no driver " + grant.program().driver());
      }
      OptionalDouble before = energy.meter().joules();
      LeaseRun run = driver.run(work(grant).with(taken), lease.cancellation(), tally::progress);
      OptionalDouble joules = energy.since(before);
      Answers answers = lies.apply(lease.deal(), grant.program(), run.answers());
      book.answered(
          lease,
          new LeaseRun(
              grant.program().callback() ? CallbackAnswers.of(answers) : answers, run.taskMillis()),
          joules);
    } catch (LeaseNotRunException e) {
      book.failed(lease, e.reason(), e.getMessage());
    } catch (InterruptedException e) {
      book.failed(lease, Reason.DRAINING, "the worker leaves");
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "lease=" + lease.id() + " broke the agent's slot", e);
      book.failed(lease, Reason.DRIVER, "the worker failed: " + e);
    }
  }

  private LeaseWork work(WorkerWire.Grant grant) throws LeaseNotRunException, InterruptedException {
    ProgramContents.Tasks tasks =
        new ProgramContents.Tasks(grant.lease(), grant.bag(), grant.first(), grant.count());
    return contents.fetch(tasks, grant.program()).with(LeaseCheckpoints.of(grant, link, cache));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
