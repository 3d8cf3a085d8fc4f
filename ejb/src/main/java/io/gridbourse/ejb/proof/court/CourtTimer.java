package io.gridbourse.ejb.proof.court;

import io.gridbourse.ejb.bag.ReleaseBags;
import io.gridbourse.ejb.ledger.LeaseLost;
import io.gridbourse.ejb.ledger.NodeLeases;
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

/** Runs on every node; the one that holds the court's lease moves trials and windows on. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class CourtTimer {
  private static final Logger LOG = Logger.getLogger(CourtTimer.class.getName());
  private static final String LEASE = "court";
  private static final long INTERVAL_MILLIS = 1_000;
  private final ReentrantLock running = new ReentrantLock();
  @Resource private TimerService timers;
  @Inject private NodeLeases leases;
  @Inject private DriveTrials trials;
  @Inject private ReleaseBags release;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(INTERVAL_MILLIS, INTERVAL_MILLIS, new TimerConfig("court", false));
  }

  @Timeout
  void tick() {
    if (running.tryLock()) {
      try {
        if (leases.hold(LEASE).isPresent()) {
          trials.round();
          release.round();
        }
      } catch (LeaseLost e) {
        LOG.fine(() -> "another node took the court over: " + e.getMessage());
      } catch (RuntimeException e) {
        // The next round tries again; what was planned stays.
        LOG.log(Level.WARNING, "the court was not moved on", e);
      } finally {
        running.unlock();
      }
    }
  }
}
