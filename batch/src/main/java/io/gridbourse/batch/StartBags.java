package io.gridbourse.batch;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.bag.BagJobs;
import io.gridbourse.ejb.bag.SettlePartitions;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchRuntime;
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
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts the job of each bag whose turn it is, and a new execution for bags whose node is gone. The
 * claim on the bag's row decides who starts it, so that it starts once.
 */
@Singleton
@Startup
@DependsOn({"MigrateDatabase", "KeepBatchHistory"})
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class StartBags {
  /** The job's parameter. */
  static final String BAG = "bag";

  private static final Logger LOG = Logger.getLogger(StartBags.class.getName());
  private static final long INTERVAL_MILLIS = 500;
  private final ReentrantLock running = new ReentrantLock();
  @Resource private TimerService timers;
  @Resource private ManagedExecutorService executor;
  @Inject private BagJobs jobs;
  @Inject private SettlePartitions settle;
  @Inject private Stopping stopping;
  private boolean recalled;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(
        INTERVAL_MILLIS, INTERVAL_MILLIS, new TimerConfig("start-bags", false));
  }

  @PreDestroy
  void stop() {
    stopping.begin();
  }

  /** A bag whose deal became final need not wait for the timer; public, as the container asks. */
  public void queued(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventView event) {
    if (event.kind().equals("bag.state") && "QUEUED".equals(event.data().get("state"))) {
      executor.execute(this::tick);
    }
  }

  @Timeout
  void tick() {
    if (stopping.isStopping() || !running.tryLock()) {
      return;
    }
    try {
      if (!recalled) {
        settle.recallRisks();
        recalled = true;
      }
      jobs.renew();
      for (Optional<BagId> bag = jobs.claim(); bag.isPresent(); bag = jobs.claim()) {
        startJob(bag.get());
      }
    } finally {
      running.unlock();
    }
  }

  private void startJob(BagId bag) {
    Properties parameters = new Properties();
    parameters.setProperty(BAG, bag.text());
    try {
      long execution = BatchRuntime.getJobOperator().start("bag", parameters);
      LOG.info(() -> "job started bag=" + bag + " execution=" + execution);
    } catch (BatchRuntimeException e) {
      LOG.log(Level.WARNING, "the job of a bag could not be started bag=" + bag, e);
      jobs.ended(bag);
    }
  }
}
