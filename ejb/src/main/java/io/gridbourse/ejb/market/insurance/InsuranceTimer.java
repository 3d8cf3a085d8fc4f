package io.gridbourse.ejb.market.insurance;

import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.ledger.LeaseLost;
import io.gridbourse.ejb.settings.InsuranceSettings;
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

/** Runs on every node; the one that holds the lease buys, moves capital, and has assessed. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class InsuranceTimer {
  private static final Logger LOG = Logger.getLogger(InsuranceTimer.class.getName());
  private static final long INTERVAL_MILLIS = 500;
  private final ReentrantLock running = new ReentrantLock();
  @Resource private TimerService timers;
  @Inject private InsuranceSettings settings;
  @Inject private CarryOutWishes wishes;
  @Inject private AssessPolicies policies;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(
        INTERVAL_MILLIS, INTERVAL_MILLIS, new TimerConfig("insurance", false));
    LOG.fine(() -> "insurance contract=" + settings.contract());
  }

  @Timeout
  void tick() {
    if (running.tryLock()) {
      try {
        wishes.carryOut();
        policies.assess();
      } catch (LeaseLost e) {
        LOG.fine(() -> "another node took the insurance over: " + e.getMessage());
      } catch (ChainUnavailable e) {
        // Whoever reads the chain says so in the log; the next round tries again.
        LOG.fine(() -> "the insurance waits for the chain: " + e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a round of the insurance failed", e);
      } finally {
        running.unlock();
      }
    }
  }
}
