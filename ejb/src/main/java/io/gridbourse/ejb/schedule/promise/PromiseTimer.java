package io.gridbourse.ejb.schedule.promise;

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
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs on every node; each follows the bags that it runs. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class PromiseTimer {
  private static final Logger LOG = Logger.getLogger(PromiseTimer.class.getName());
  private static final long INTERVAL_MILLIS = 1_000;
  private final ReentrantLock running = new ReentrantLock();
  @Resource private TimerService timers;
  @Inject private KeepPromises keep;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(INTERVAL_MILLIS, INTERVAL_MILLIS, new TimerConfig("promise", false));
  }

  @Timeout
  void tick() {
    if (running.tryLock()) {
      try {
        keep.round();
      } catch (RuntimeException e) {
        // The next round looks anew.
        LOG.log(Level.WARNING, "promises were not followed", e);
      } finally {
        running.unlock();
      }
    }
  }
}
