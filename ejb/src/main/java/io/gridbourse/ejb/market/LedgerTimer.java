package io.gridbourse.ejb.market;

import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
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

/**
 * Runs on every node; what a round does is guarded by leases. A round that takes longer than the
 * interval makes the next ones pass it by.
 */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class LedgerTimer {
  private final ReentrantLock running = new ReentrantLock();
  @Resource private TimerService timers;
  @Inject private FollowLedger ledger;
  @Inject private ChainSettings settings;
  @Inject private BagSpecReader reader;

  @PostConstruct
  void start() {
    ledger.start();
    reader.warmUp();
    long interval = settings.poll().toMillis();
    timers.createIntervalTimer(interval, interval, new TimerConfig("ledger", false));
  }

  @Timeout
  void tick() {
    if (running.tryLock()) {
      try {
        ledger.round();
      } finally {
        running.unlock();
      }
    }
  }

  @PreDestroy
  void stop() {
    ledger.stop();
  }
}
