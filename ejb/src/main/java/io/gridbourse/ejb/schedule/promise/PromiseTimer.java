package io.gridbourse.ejb.schedule.promise;

import io.gridbourse.ejb.ledger.Rounds;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs on every node; each follows the bags that it runs. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class PromiseTimer {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private final Rounds rounds = new Rounds("promise");
  @Resource private TimerService timers;
  @Inject private KeepPromises keep;

  @PostConstruct
  void start() {
    rounds.start(timers, EVERY);
  }

  @Timeout
  void tick() {
    rounds.run(keep::round);
  }
}
