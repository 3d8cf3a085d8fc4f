package io.gridbourse.ejb.schedule;

import io.gridbourse.ejb.pool.HostBook;
import io.gridbourse.ejb.pool.HostQuotas;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.proof.Doubts;
import io.gridbourse.ejb.proof.WorkerTrust;
import io.gridbourse.ejb.proof.collusion.WorkerOwners;
import io.gridbourse.ejb.proof.collusion.WorkerPairs;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/** The one clockwork of the dispatcher: what is over ends within a quarter of a second. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class DispatchTimer {
  private static final long INTERVAL_MILLIS = 250;
  private static final int ROUNDS_PER_SAVE = 20;
  private static final int ROUNDS_PER_READING = 4;
  private static final int ROUNDS_PER_LOOK = 4;
  private static final int ROUNDS_PER_TEST = 120;
  private final ReentrantLock running = new ReentrantLock();
  @Resource private TimerService timers;
  @Inject private Dispatcher dispatcher;
  @Inject private Presence presence;
  @Inject private WorkerTrust trust;
  @Inject private WorkerPairs pairs;
  @Inject private HostBook hosts;
  @Inject private HostQuotas quotas;
  @Inject private WorkerOwners owners;
  @Inject private Doubts doubts;
  @Inject private DataSource database;
  @Inject private Clock clock;
  private long rounds;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(
        INTERVAL_MILLIS, INTERVAL_MILLIS, new TimerConfig("dispatch", false));
  }

  @Timeout
  void tick() {
    if (running.tryLock()) {
      try {
        dispatcher.tick();
        if (rounds % ROUNDS_PER_READING == 0) {
          dispatcher.reservations(new StoredReservations(database).ahead(clock.instant()));
        }
        if (rounds % ROUNDS_PER_LOOK == 0) {
          dispatcher.caught(trust.refresh());
          doubts.note();
        }
        if (rounds % ROUNDS_PER_TEST == 0) {
          pairs.refresh();
          owners.refresh();
        }
        if (++rounds % ROUNDS_PER_SAVE == 0) {
          new StoredWorkers(database, clock).seen(presence.takeUnsaved());
          hosts.save();
          quotas.save();
        }
      } finally {
        running.unlock();
      }
    }
  }
}
