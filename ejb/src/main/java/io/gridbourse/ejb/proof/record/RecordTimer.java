package io.gridbourse.ejb.proof.record;

import io.gridbourse.ejb.ledger.LeaseLost;
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

/** Runs on every node; the one that holds the lease on the record appends and anchors. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class RecordTimer {
  private static final Logger LOG = Logger.getLogger(RecordTimer.class.getName());
  private static final long INTERVAL_MILLIS = 500;
  private final ReentrantLock running = new ReentrantLock();
  @Resource private TimerService timers;
  @Inject private AppendRecord append;
  @Inject private AnchorRecord anchor;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(INTERVAL_MILLIS, INTERVAL_MILLIS, new TimerConfig("record", false));
  }

  @Timeout
  void tick() {
    if (running.tryLock()) {
      try {
        append.append();
        anchor.anchor();
      } catch (LeaseLost e) {
        LOG.fine(() -> "another node took the record over: " + e.getMessage());
      } catch (RuntimeException e) {
        // The next round tries again; what was appended stays.
        LOG.log(Level.WARNING, "the side record was not appended", e);
      } finally {
        running.unlock();
      }
    }
  }
}
